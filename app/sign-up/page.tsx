import Link from 'next/link';
import { redirect } from 'next/navigation';
import { signUpMode } from '@/lib/auth/sign-up';
import { canSendMail } from '@/lib/mail/settings';
import { Field, Form, Submit } from '../_components/Form';
import { NoMail } from '../_components/NoMail';
import { nextPath, withNext } from '../_site/next-path';
import { personal } from '../_site/personal';
import { type Query, text } from '../_site/requests';
import { currentUser } from '../_site/who';
import { signUpAction } from './actions';

export const metadata = personal('Make an account');

export default async function SignUpPage({ searchParams }: { searchParams: Promise<Query> }) {
  const next = nextPath(text(await searchParams, 'next', 2000));
  if (await currentUser()) redirect(next || '/author');
  const mode = signUpMode();
  return (
    <div className="wrap narrow">
      <h1>Make an account</h1>
      {mode === 'closed' && <p className="form-message">This site takes no new accounts.</p>}
      {mode === 'invited' && (
        <p className="form-message">
          Accounts here are by invitation. If you have one, open the link in its mail.
        </p>
      )}
      {mode === 'open' &&
        (canSendMail() ? (
          <Form action={signUpAction} hidden={{ next }}>
            <Field name="name" label="Your name" autoComplete="name" maxLength={120} required />
            <Field
              name="email"
              label="E-mail address"
              hint="A mail comes there with a link, behind which you choose a password."
              type="email"
              autoComplete="username"
              required
            />
            <Submit>Go on</Submit>
          </Form>
        ) : (
          <NoMail />
        ))}
      <ul className="narrow-links">
        <li>
          <Link href={withNext('/sign-in', next)} prefetch={false}>
            You have an account? Sign in
          </Link>
        </li>
      </ul>
    </div>
  );
}
