import { resetOf } from '@/lib/auth/password-change';
import { canSendMail } from '@/lib/mail/settings';
import { Field, Form, Submit } from '../../_components/Form';
import { NewPasswordField } from '../../_components/NewPasswordField';
import { NoMail } from '../../_components/NoMail';
import { UsernameField } from '../../_components/UsernameField';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { chooseNewPassword, requestReset } from '../actions';
import { Spent } from '../Spent';

export const metadata = personal('A new password');

export default async function PasswordPage({ searchParams }: { searchParams: Promise<Query> }) {
  const token = text(await searchParams, 'token');
  const user = token ? await resetOf(token) : null;
  if (token && user)
    return (
      <div className="wrap narrow">
        <h1>Choose a new password</h1>
        <p>
          For <strong>{user.email}</strong>. All devices that are signed in will be signed out.
        </p>
        <Form action={chooseNewPassword} hidden={{ token }}>
          <UsernameField email={user.email} />
          <NewPasswordField label="New password" />
          <Submit>Use this password</Submit>
        </Form>
      </div>
    );
  return (
    <div className="wrap narrow">
      <h1>Choose a new password</h1>
      {token && <Spent />}
      <p>A mail with a link comes to your address. Behind it you choose a new password.</p>
      {canSendMail() ? (
        <Form action={requestReset}>
          <Field name="email" label="E-mail address" type="email" autoComplete="username" required />
          <Submit>Mail me a link</Submit>
        </Form>
      ) : (
        <NoMail />
      )}
    </div>
  );
}
