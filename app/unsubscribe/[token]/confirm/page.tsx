import Link from 'next/link';
import { unsubscriptionOf } from '@/lib/hits/notes/preferences';
import { personal } from '../../../_site/personal';

export const metadata = personal('Mails about your numbers');

const words = {
  digest: 'digests of your newsrooms’ numbers',
  take_off: 'notes of releases that take off',
};

export default async function Unsubscribe({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await unsubscriptionOf(token);
  return (
    <div className="wrap narrow">
      <h1>Mails about your numbers</h1>
      {!found && (
        <p className="form-message form-message-bad" role="alert">
          This link is not complete, or the account is gone, so nothing was changed. Perhaps the mail program
          has cut it off; try the one at the end of another mail.
        </p>
      )}
      {found?.isDone && (
        <p className="form-message form-message-ok" role="status">
          {found.email} gets no more {words[found.kind]}.
        </p>
      )}
      {found && !found.isDone && (
        <form method="post" action={`/unsubscribe/${token}`} className="form">
          <p>
            Send no more {words[found.kind]} to <strong>{found.email}</strong>?
          </p>
          <input type="hidden" name="page" value="1" />
          <button type="submit" className="button">
            No more of these
          </button>
        </form>
      )}
      <p>
        <Link href="/account/notes" prefetch={false}>
          All that you are sent
        </Link>
      </p>
    </div>
  );
}
