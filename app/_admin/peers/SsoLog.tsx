import Link from 'next/link';
import type { ShownEntry } from '@/lib/admin/sso-log';
import { Scroll } from '../../_statistics/Scroll';
import { recordUrl } from '../paths';
import { moment } from '../words';

/** Tokens that were issued, consumed and refused: when, who, which peer, what, and why not. */
export function SsoLog({ entries, withPeer = true }: { entries: ShownEntry[]; withPeer?: boolean }) {
  if (entries.length === 0) return <p className="empty">Nothing yet.</p>;
  return (
    <Scroll label="Tokens">
      <table className="admin-table">
        <caption className="hidden">Tokens, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Who</th>
            {withPeer && <th scope="col">Peer</th>}
            <th scope="col">What else is known</th>
          </tr>
        </thead>
        <tbody>
          {entries.map(({ id, at, who, peer, what, isRefusal, reason, more }) => (
            <tr key={id}>
              <td>
                <time dateTime={at.toISOString()}>{moment(at)}</time>
              </td>
              <th scope="row" className="admin-wide">
                {isRefusal ? <strong>{what}</strong> : what}
                {reason && (
                  <span className="admin-mark">{`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`}</span>
                )}
              </th>
              <td>
                {who ? (
                  <Link href={recordUrl('user', who.id)} prefetch={false}>
                    {who.name}
                  </Link>
                ) : (
                  'not known'
                )}
              </td>
              {withPeer && (
                <td>
                  {peer?.id ? (
                    <Link href={recordUrl('peer', peer.id)} prefetch={false}>
                      {peer.name}
                    </Link>
                  ) : (
                    (peer?.name ?? 'none of ours')
                  )}
                </td>
              )}
              <td className="admin-wide">{more && <span className="admin-mark">{more}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
