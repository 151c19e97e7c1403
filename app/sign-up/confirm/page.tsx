import Link from 'next/link';
import { signUpOf } from '@/lib/auth/sign-up';
import { Field, Form, Submit } from '../../_components/Form';
import { NewPasswordField } from '../../_components/NewPasswordField';
import { UsernameField } from '../../_components/UsernameField';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { finishSignUpAction } from '../actions';

export const metadata = personal('Make an account');

export default async function ConfirmPage({ searchParams }: { searchParams: Promise<Query> }) {
  const token = text(await searchParams, 'token');
  const asked = await signUpOf(token);
  return (
    <div className="wrap narrow">
      <h1>Make your account</h1>
      {asked ? (
        <>
          <p>
            It will have the address <strong>{asked.email}</strong>.
          </p>
          <Form action={finishSignUpAction} hidden={{ token }}>
            <UsernameField email={asked.email} />
            <Field
              name="name"
              label="Your name"
              autoComplete="name"
              defaultValue={asked.name}
              maxLength={120}
              required
            />
            <NewPasswordField />
            <Submit>Make the account</Submit>
          </Form>
        </>
      ) : (
        <p className="form-message form-message-bad" role="alert">
          This link has been used or is too old.{' '}
          <Link href="/sign-up" prefetch={false}>
            Ask for a new one
          </Link>
          , or{' '}
          <Link href="/sign-in" prefetch={false}>
            sign in
          </Link>{' '}
          if you have made the account already.
        </p>
      )}
    </div>
  );
}
