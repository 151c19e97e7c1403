import { redirect } from 'next/navigation';
import { type Arrival, arrivalOf, decide } from '@/lib/auth/sso/arrivals';
import { isRefused } from '@/lib/auth/sso/refusals';
import type { User } from '@/lib/auth/users';
import { domain } from '../../_site/domain';
import { personal } from '../../_site/personal';
import { arrivalSecret, confirmPath, refusedPath } from '../../_site/sso';
import { currentUser } from '../../_site/who';
import { neededConfirmation } from '../../account/session';
import { connectAccounts, continueAs, stay } from './actions';

export const metadata = personal('Coming from another site');

/** Asks somebody who arrives, where it is not certain what they want. The address says nothing. */
export default async function ConfirmPage() {
  const secret = await arrivalSecret();
  const arrival = secret && (await arrivalOf(secret, await domain()));
  if (!arrival || isRefused(arrival)) redirect(refusedPath);
  const current = await currentUser();
  const decision = await decide(arrival, { isBound: false, current });
  if (isRefused(decision)) redirect(refusedPath);
  if (decision.state === 'link') {
    const isProven = current !== null && (await neededConfirmation()) === 'none';
    return <Connect {...{ arrival, current, isProven }} />;
  }
  return <Continue {...{ arrival, current }} user={decision.user} />;
}

function Continue({ arrival, user, current }: { arrival: Arrival; user: User; current: User | null }) {
  const isOther = current && current.id !== user.id;
  return (
    <div className="wrap narrow">
      <h1>{isOther ? 'You are signed in here as somebody else' : `Sign in as ${user.name}?`}</h1>
      <p>
        You come from <strong>{arrival.peer.name}</strong>, where you are signed in as{' '}
        <strong>{user.name}</strong> ({user.email}).{' '}
        {isOther && (
          <>
            Here you are signed in as <strong>{current.name}</strong> ({current.email}).
          </>
        )}
        {!isOther && 'If that is not you, do not go on: somebody else may have sent you the link.'}
      </p>
      <div className="form-buttons">
        <form action={continueAs}>
          <input type="hidden" name="user" value={user.id} />
          <button className="button" type="submit">
            {isOther ? `Go on as ${user.name}` : 'Sign in'}
          </button>
        </form>
        <form action={stay}>
          <button className="button button-quiet" type="submit">
            {current ? `Stay ${current.name}` : 'Go on without signing in'}
          </button>
        </form>
      </div>
    </div>
  );
}

function Connect(props: { arrival: Arrival; current: User | null; isProven: boolean }) {
  const { arrival, current, isProven } = props;
  const { peer, profile } = arrival;
  const who = [profile.name, profile.email && `(${profile.email})`].filter(Boolean).join(' ');
  return (
    <div className="wrap narrow">
      <h1>Connect your account</h1>
      <p>
        You come from <strong>{peer.name}</strong>
        {who && (
          <>
            , where you are <strong>{who}</strong>
          </>
        )}
        . No account here is connected with that one yet.
      </p>
      {current ? (
        <p>
          You are signed in here as <strong>{current.name}</strong> ({current.email}). Connected, the account
          there can sign you in to this one. If it is not yours, do not connect them: whoever has it could
          sign in here as you.
          {!isProven &&
            ' First sign in once more, with your password or a link by mail, so that it is certain that it is you.'}
        </p>
      ) : (
        <p>If you have an account here, sign in once. From then on the link alone will do.</p>
      )}
      <div className="form-buttons">
        {isProven ? (
          <form action={connectAccounts}>
            <button className="button" type="submit">
              Connect the accounts
            </button>
          </form>
        ) : (
          <a
            className="button"
            href={`/sign-in?${current ? 'again=1&' : ''}next=${encodeURIComponent(confirmPath)}`}
          >
            {current ? 'Sign in once more' : 'Sign in here'}
          </a>
        )}
        <form action={stay}>
          <button className="button button-quiet" type="submit">
            {current ? 'Do not connect them' : 'Go on without signing in'}
          </button>
        </form>
      </div>
    </div>
  );
}
