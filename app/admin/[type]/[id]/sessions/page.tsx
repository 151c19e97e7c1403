import Link from 'next/link';
import { sessionsOf } from '@/lib/admin/sessions';
import { PresskitError } from '@/lib/errors';
import { enteredType, idOrMissing } from '../../../../_admin/entered';
import { recordUrl } from '../../../../_admin/paths';
import { EndForm } from '../../../../_admin/peers/EndForm';
import { titled } from '../../../../_admin/titles';
import { moment } from '../../../../_admin/words';
import { counted } from '../../../../_site/format';
import { Scroll } from '../../../../_statistics/Scroll';

type Props = { params: Promise<{ type: string; id: string }> };

export async function generateMetadata(props: Props) {
  const { type, id } = await props.params;
  return titled(type, (one) => `Sessions of ${one.toLowerCase()} ${id}`);
}

/** Where a person is signed in, and the page that asks before all of it is ended. */
export default async function SessionsPage(props: Props) {
  const params = await props.params;
  const id = idOrMissing(params.id);
  const { type, found } = await enteredType(params.type, async (user, of) => {
    if (of.name !== 'user') throw new PresskitError('not_found', `${of.label[1]} have no sessions.`);
    return sessionsOf(user, id);
  });
  const { person, sessions, mayEnd } = found;
  return (
    <div className="wrap admin admin-narrow">
      <p className="admin-trail">
        <Link href={recordUrl(type, id)} prefetch={false}>
          {person.name}
        </Link>{' '}
        ›
      </p>
      <h1>Sessions</h1>
      {sessions.length === 0 ? (
        <p className="empty">{person.name} is signed in nowhere.</p>
      ) : (
        <Scroll label="Sessions">
          <table className="admin-table">
            <caption>
              {counted(sessions.length, 'session')} of {person.name}, the last used first
            </caption>
            <thead>
              <tr>
                <th scope="col">Device</th>
                <th scope="col">At</th>
                <th scope="col">Since</th>
                <th scope="col">Last used</th>
                <th scope="col">Signed in</th>
                {mayEnd && <th scope="col">From</th>}
              </tr>
            </thead>
            <tbody>
              {sessions.map((one) => (
                <tr key={one.id}>
                  <th scope="row">{one.device}</th>
                  <td>{one.host || 'not known'}</td>
                  <td>{moment(one.since)}</td>
                  <td>{moment(one.seenAt)}</td>
                  <td>{one.method}</td>
                  {mayEnd && <td>{one.address || 'not known'}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {mayEnd && <EndForm id={id} name={person.name} />}
    </div>
  );
}
