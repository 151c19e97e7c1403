import Link from 'next/link';
import { Field } from '../_components/Form';

/** The field for the password, where one has to show that it is oneself; or the way to sign in again. */
export function Confirmation({ needed, next }: { needed: 'none' | 'password' | 'sign_in'; next: string }) {
  if (needed === 'none') return null;
  if (needed === 'password')
    return (
      <Field
        name="password"
        label="Your password"
        hint="So that it is certain that it is you."
        type="password"
        autoComplete="current-password"
        required
      />
    );
  return (
    <p className="form-message">
      You have been signed in for a while.{' '}
      <Link href={`/sign-in?again=1&next=${encodeURIComponent(next)}`} prefetch={false}>
        Sign in again
      </Link>{' '}
      first, so that it is certain that it is you.
    </p>
  );
}
