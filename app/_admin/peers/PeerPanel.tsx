import Link from 'next/link';
import { type PeerState, peerState } from '@/lib/admin/peers';
import { ssoLogPage } from '@/lib/admin/sso-log';
import type { User } from '@/lib/auth/users';
import { counted } from '../../_site/format';
import { moment } from '../words';
import { SecretForms, TellForm, TestForm } from './forms';
import { SsoLog } from './SsoLog';

/** Beneath the record of a peer: what it gives away, its secret, whether it works, and what came and went. */
export async function PeerPanel({ user, id, version }: { user: User; id: number; version: string }) {
  const [state, log] = await Promise.all([peerState(user, id), ssoLogPage(user, { peerId: id, limit: 10 })]);
  return (
    <div className="admin-beside">
      {state && state.warnings.length > 0 && (
        <section aria-labelledby="mind">
          <h2 id="mind">Mind</h2>
          <ul className="form-message form-message-bad">
            {state.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </section>
      )}
      {state && <Unheard id={id} state={state} />}
      {state?.mayChange && (
        <section aria-labelledby="test">
          <h2 id="test">Does it work?</h2>
          <p>
            This site fetches the addresses of the record as it is saved, signs nobody in, and says what is
            right and what is wrong.
          </p>
          <TestForm id={id} />
        </section>
      )}
      {state && (
        <section aria-labelledby="secret">
          <h2 id="secret">Secret</h2>
          <p>{aboutSecret(state)}</p>
          {state.needsSecret && state.mayChange && (
            <SecretForms id={id} version={version} hasSecret={state.hasSecret} />
          )}
        </section>
      )}
      <section aria-labelledby="log">
        <h2 id="log">Tokens lately</h2>
        <SsoLog entries={log.entries} withPeer={false} />
        {log.next !== null && (
          <p>
            <Link href={`/admin/sso-log?peer=${id}`} prefetch={false}>
              All of this peer
            </Link>
          </p>
        )}
      </section>
    </div>
  );
}

function aboutSecret({ needsSecret, hasSecret }: PeerState): string {
  if (!needsSecret)
    return 'None: each side signs with a key of its own, and fetches the other’s. Ours are made and rotated by presskit sso rotate.';
  return hasSecret
    ? 'It has one, which is kept encrypted and cannot be shown.'
    : 'It has none yet, so nobody comes from there or goes there: make one.';
}

function Unheard({ id, state }: { id: number; state: PeerState }) {
  const { unheard, mayChange } = state;
  if (!unheard) return null;
  const { waiting, givenUp, since, error } = unheard;
  return (
    <section aria-labelledby="unheard">
      <h2 id="unheard">Sign-outs it has not heard of</h2>
      <p>
        {waiting > 0 &&
          `${counted(waiting, 'person', 'people')} signed out everywhere; it is told again and again. `}
        {givenUp > 0 &&
          `Of ${counted(givenUp, 'person', 'people')} it was not told for a week, and is not told any more. `}
        The first {moment(since)}
        {error && `; at last: ${error}`}.
      </p>
      {mayChange && <TellForm id={id} />}
    </section>
  );
}
