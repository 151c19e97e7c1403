import Link from 'next/link';

const links = [
  ['/author', 'My releases'],
  ['/author/statistics', 'Statistics'],
  ['/author/newsrooms', 'Newsrooms'],
  ['/account', 'Account'],
] as const;

export function AuthorNav() {
  return (
    <nav aria-label="Writing" className="author-nav">
      <ul className="wrap">
        {links.map(([href, label]) => (
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
