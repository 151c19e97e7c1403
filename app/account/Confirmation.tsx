'use client';

import { Field, useAnswer } from '../_components/Form';

/**
 * Within a form: the field for the password, where one has to show that it is oneself; or the way to sign in again, in
 * another tab, so that what was typed here stays. A form that was left open for a while is told by its answer.
 */
export function Confirmation({ needed, next }: { needed: 'none' | 'password' | 'sign_in'; next: string }) {
  const errors = useAnswer()?.errors;
  if (needed === 'password' || errors?.password)
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
  if (needed === 'none' && !errors?.again) return null;
  return (
    <p className={`form-message ${errors?.again ? 'form-message-bad' : ''}`} tabIndex={-1}>
      You have been signed in for a while, or have come from another site.{' '}
      <a href={`/sign-in?again=1&next=${encodeURIComponent(next)}`} target="_blank" rel="noopener">
        Sign in again in another tab
      </a>{' '}
      (a link by mail will do, arriving from another site will not), so that it is certain that it is you;
      then press the button here. What you typed stays.
    </p>
  );
}
