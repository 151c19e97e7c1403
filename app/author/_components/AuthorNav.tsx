import Link from 'next/link';
import { mayEnter } from '@/lib/admin/permissions';
import { currentUser } from '../../_site/who';

const links = [
  ['/author', 'My releases'],
  ['/author/statistics', 'Statistics'],
  ['/author/newsrooms', 'Newsrooms'],
  ['/account', 'Account'],
] as const;

export async function AuthorNav() {
  const user = await currentUser();
  const all = user && mayEnter(user) ? [...links, ['/admin', 'Admin'] as const] : links;
  return (
    <nav aria-label="Writing" className="author-nav">
      <ul className="wrap">
        {all.map(([href, label]) => (
          <li key={href}>
            <Link href={href} prefetch={false}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
