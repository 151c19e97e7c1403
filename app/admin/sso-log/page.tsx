import Link from 'next/link';
import { namesOf } from '@/lib/admin/names';
import { isOutcome, outcomes, ssoLogPage } from '@/lib/admin/sso-log';
import { adminType } from '@/lib/admin/types';
import { entered } from '../../_admin/entered';
import { recordUrl } from '../../_admin/paths';
import { SsoLog } from '../../_admin/peers/SsoLog';
import { personal } from '../../_site/personal';
import { idOf, type Query, text } from '../../_site/requests';

export const metadata = personal('SSO log');

/** Who was sent to peers and who came from them, who was not let through, and why. */
export default async function SsoLogPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const peerId = idOf(text(query, 'peer')) ?? undefined;
  const given = text(query, 'outcome');
  const outcome = isOutcome(given) ? given : undefined;
  const before = idOf(text(query, 'before')) ?? undefined;
  const { found } = await entered(async (user) => ({
    log: await ssoLogPage(user, { peerId, outcome, before }),
    peer: peerId ? ((await namesOf(adminType('peer'), [peerId])).get(peerId) ?? `Peer ${peerId}`) : null,
  }));
  const { log, peer } = found;
  const address = (changes: Record<string, string | number | undefined>, path = '/admin/sso-log') => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries({ peer: peerId, outcome, ...changes }))
      if (value !== undefined) params.set(name, String(value));
    return params.size > 0 ? `${path}?${params}` : path;
  };
  return (
    <div className="wrap admin">
      <header className="admin-head">
        <h1>SSO log</h1>
        <div className="admin-do">
          <a href={address({}, '/admin/sso-log/export.csv')}>Export as CSV</a>
        </div>
      </header>
      <p>
        Tokens that were issued, consumed and refused, with the reason: the people themselves see one page
        that does not say it.
      </p>
      {peer && peerId && (
        <p>
          Only of{' '}
          <Link href={recordUrl('peer', peerId)} prefetch={false}>
            {peer}
          </Link>
          .{' '}
          <Link href={address({ peer: undefined })} prefetch={false}>
            Of all peers
          </Link>
        </p>
      )}
      <nav aria-label="Which tokens">
        <ul className="admin-outcomes">
          {[undefined, ...(Object.keys(outcomes) as (keyof typeof outcomes)[])].map((one) => (
            <li key={one ?? 'all'}>
              <Link
                href={address({ outcome: one })}
                aria-current={one === outcome ? 'true' : undefined}
                prefetch={false}
              >
                {one ? outcomes[one] : 'All'}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <SsoLog entries={log.entries} />
      <p className="admin-pages">
        {before && (
          <Link href={address({})} prefetch={false}>
            Newest
          </Link>
        )}
        {log.next !== null && (
          <Link href={address({ before: log.next })} prefetch={false}>
            Earlier
          </Link>
        )}
      </p>
    </div>
  );
}
