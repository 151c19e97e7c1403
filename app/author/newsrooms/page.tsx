import './newsrooms.css';
import Link from 'next/link';
import { allows, newsroomsWith } from '@/lib/auth/rights';
import { personal } from '../../_site/personal';
import { requireUser } from '../../_site/who';

export const metadata = personal('Your newsrooms');

const roleWords = { owner: 'You own it', editor: 'You write for it', analyst: 'You read its statistics' };

export default async function Newsrooms() {
  const user = await requireUser();
  const rooms = await newsroomsWith(user, 'statistics');
  return (
    <div className="wrap">
      <header className="page-head">
        <h1>Your newsrooms</h1>
      </header>
      {rooms.length === 0 && (
        <p className="empty">
          You belong to no newsroom yet. One of its owners can invite you, at {user.email}.
        </p>
      )}
      <ul className="people">
        {rooms.map(({ id, name, role }) => (
          <li key={id}>
            <div className="people-who">
              <strong>{name}</strong>
              <span className="people-about">{role ? roleWords[role] : 'By your role on the site'}</span>
            </div>
            <div className="people-do">
              <Link href={`/author/statistics/newsroom/${id}`} prefetch={false}>
                Statistics<span className="hidden"> of {name}</span>
              </Link>
              {allows(user.role, role, 'settings') && (
                <Link href={`/author/newsrooms/${id}`} prefetch={false}>
                  Settings<span className="hidden"> of {name}</span>
                </Link>
              )}
              {allows(user.role, role, 'members') && (
                <Link href={`/author/newsrooms/${id}/members`} prefetch={false}>
                  Members<span className="hidden"> of {name}</span>
                </Link>
              )}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
