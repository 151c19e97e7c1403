import Link from 'next/link';
import { notFound } from 'next/navigation';
import { keptMail } from '@/lib/mail/folder';
import { day, time } from '../../_site/format';
import { personal } from '../../_site/personal';
import { onlyHere } from '../here';
import '../mails.css';

export const metadata = personal('Mail');

export default async function MailPage({ params }: { params: Promise<{ name: string }> }) {
  await onlyHere();
  const mail = await keptMail((await params).name);
  if (!mail) notFound();
  return (
    <div className="wrap">
      <header className="page-head">
        <h1>{mail.subject}</h1>
        <p>
          From {mail.from} to {mail.to}, {day(mail.date)}, {time(mail.date)}
        </p>
      </header>
      {mail.html && (
        // No script runs in it, and it is of no origin; a link opens in place of this page.
        <iframe
          className="mail-html"
          title="The mail as HTML"
          sandbox="allow-top-navigation-by-user-activation"
          srcDoc={mail.html.replace('<head>', '<head><base target="_top">')}
        />
      )}
      <details className="mail-text" open={!mail.html}>
        <summary>The mail as plain text</summary>
        <pre>
          {linked(mail.text).map((part, n) =>
            part.isLink ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the text never changes
              <a key={n} href={part.text}>
                {part.text}
              </a>
            ) : (
              part.text
            ),
          )}
        </pre>
      </details>
      <p>
        <Link href="/mails" prefetch={false}>
          All mails
        </Link>
      </p>
    </div>
  );
}

const linked = (text: string): { text: string; isLink: boolean }[] =>
  text.split(/(https?:\/\/\S+)/).map((part, n) => ({ text: part, isLink: n % 2 === 1 }));
