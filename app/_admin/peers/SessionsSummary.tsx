import Link from 'next/link';
import { sessionsOf } from '@/lib/admin/sessions';
import type { User } from '@/lib/auth/users';
import { counted } from '../../_site/format';
import { recordUrl } from '../paths';
import { listed, moment } from '../words';

/** On the record of a person: whether and where they are signed in. */
export async function SessionsSummary({ user, id }: { user: User; id: number }) {
  const { sessions, mayEnd } = await sessionsOf(user, id);
  const devices = [...new Set(sessions.map(({ device }) => device))];
  return (
    <section aria-labelledby="sessions">
      <h2 className="label" id="sessions">
        Signed in
      </h2>
      {sessions.length === 0 ? (
        <p>Nowhere.</p>
      ) : (
        <p>
          {counted(sessions.length, 'session')}: {listed(devices)}. Last used {moment(sessions[0]!.seenAt)}.
        </p>
      )}
      <p>
        <Link href={`${recordUrl('user', id)}/sessions`} prefetch={false}>
          {mayEnd ? 'Sessions, and ending them' : 'Sessions'}
        </Link>
      </p>
    </section>
  );
}
