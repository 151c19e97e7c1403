import { mailedToken } from '@/lib/auth/mailed-tokens';
import { canSendMail } from '@/lib/mail/settings';
import { Field, Form, Submit } from '../../_components/Form';
import { NoMail } from '../../_components/NoMail';
import { nextPath } from '../../_site/next-path';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { requestLink, useLink } from '../actions';
import { Spent } from '../Spent';

export const metadata = personal('Sign in with a link');

export default async function LinkPage({ searchParams }: { searchParams: Promise<Query> }) {
  const asked = await searchParams;
  const token = text(asked, 'token');
  const link = token ? await mailedToken(token, 'sign_in') : null;
  if (token && link)
    return (
      <div className="wrap narrow">
        <h1>Sign in</h1>
        <p>
          As <strong>{link.email}</strong>, on this device.
        </p>
        <Form action={useLink} hidden={{ token }}>
          <Submit>Sign in</Submit>
        </Form>
      </div>
    );
  return (
    <div className="wrap narrow">
      <h1>Sign in with a link</h1>
      {token && <Spent />}
      <p>
        A mail with a link comes to your address. The link works once and signs you in without a password.
      </p>
      {canSendMail() ? (
        <Form action={requestLink} hidden={{ next: nextPath(text(asked, 'next', 2000)) }}>
          <Field name="email" label="E-mail address" type="email" autoComplete="username" required />
          <Submit>Mail me a link</Submit>
        </Form>
      ) : (
        <NoMail />
      )}
    </div>
  );
}
