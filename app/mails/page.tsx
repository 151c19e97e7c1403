import Link from 'next/link';
import { notFound } from 'next/navigation';
import { keptMails } from '@/lib/mail/folder';
import { dayShort, time } from '../_site/format';
import { personal } from '../_site/personal';
import { onlyHere } from './here';
import './mails.css';

export const metadata = personal('Mails');

export default async function Mails() {
  await onlyHere();
  const mails = await keptMails();
  if (!mails) notFound();
  return (
    <div className="wrap">
      <header className="page-head">
        <h1>Mails</h1>
        <p>This is a demo: what it would mail lands here and goes to nobody. The newest come first.</p>
      </header>
      {mails.length === 0 && <p className="empty">No mail yet. What is sent is here within a moment.</p>}
      <ul className="mails">
        {mails.map(({ name, to, subject, date }) => (
          <li key={name}>
            <Link href={`/mails/${name}`} prefetch={false}>
              {subject}
            </Link>
            <span>
              to {to}, {dayShort(date)}, {time(date)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
