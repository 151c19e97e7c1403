import Link from 'next/link';
import { redirect } from 'next/navigation';
import { providers } from '@/lib/auth/oauth-requests';
import { signUpMode } from '@/lib/auth/sign-up';
import { canSendMail } from '@/lib/mail/settings';
import { Field, Form, Submit } from '../_components/Form';
import { nextPath, withNext } from '../_site/next-path';
import { personal } from '../_site/personal';
import { type Query, text } from '../_site/requests';
import { currentUser } from '../_site/who';
import { signInAction } from './actions';
import { denials, done } from './sentences';

export const metadata = personal('Sign in');

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const asked = await searchParams;
  const next = nextPath(text(asked, 'next', 2000));
  const again = text(asked, 'again') === '1';
  const user = await currentUser();
  if (user && !again) redirect(next || '/author');
  const said = denials[text(asked, 'error')];
  const news = done[text(asked, 'done')];
  return (
    <div className="wrap narrow">
      <h1>Sign in</h1>
      {said && (
        <p className="form-message form-message-bad" role="alert">
          {said}
        </p>
      )}
      {news && <p className="form-message form-message-ok">{news}</p>}
      {again && !said && (
        <p className="form-message">Please sign in once more, so that it is certain that it is you.</p>
      )}
      <Form action={signInAction} hidden={{ next }}>
        <Field
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          defaultValue={user?.email}
          required
        />
        <Field name="password" label="Password" type="password" autoComplete="current-password" required />
        <Submit>Sign in</Submit>
      </Form>
      {providers().map(({ id, name }) => (
        <form key={id} action={`/api/auth/signin/${id}`} method="post">
          <input type="hidden" name="next" value={next} />
          <button className="button button-quiet" type="submit">
            Sign in with {name}
          </button>
        </form>
      ))}
      <ul className="narrow-links">
        {canSendMail() && (
          <>
            <li>
              <Link href={withNext('/sign-in/link', next)} prefetch={false}>
                Have a sign-in link mailed to you
              </Link>
            </li>
            <li>
              <Link href="/sign-in/password" prefetch={false}>
                Choose a new password
              </Link>
            </li>
          </>
        )}
        {signUpMode() === 'open' && canSendMail() && (
          <li>
            <Link href={withNext('/sign-up', next)} prefetch={false}>
              Make an account
            </Link>
          </li>
        )}
      </ul>
    </div>
  );
}
