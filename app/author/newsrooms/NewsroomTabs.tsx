import Link from 'next/link';
import { mayIn } from '@/lib/auth/rights';
import type { User } from '@/lib/auth/users';

/** The ways between a newsroom's pages for those who run it; only those that lead somewhere. */
export async function NewsroomTabs({ user, id, at }: { user: User; id: number; at: 'settings' | 'members' }) {
  const tabs = [
    { right: 'settings', href: `/author/newsrooms/${id}`, label: 'Settings' },
    { right: 'members', href: `/author/newsrooms/${id}/members`, label: 'Members' },
    { right: 'statistics', href: `/author/statistics/newsroom/${id}`, label: 'Statistics' },
  ] as const;
  const may = await Promise.all(tabs.map(({ right }) => mayIn(user, id, right)));
  return (
    <nav className="newsroom-tabs" aria-label="This newsroom">
      <ul>
        {tabs
          .filter((_, n) => may[n])
          .map(({ right, href, label }) => (
            <li key={right}>
              <Link href={href} prefetch={false} aria-current={right === at ? 'page' : undefined}>
                {label}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
