import { SHORTEST } from '@/lib/auth/passwords';
import { Field } from './Form';

/** Where a password is chosen, that of a new account or another one. `more`: a sentence after the rule. */
export function NewPasswordField({
  name = 'password',
  label = 'Password',
  more = '',
}: {
  name?: string;
  label?: string;
  more?: string;
}) {
  return (
    <Field
      name={name}
      label={label}
      hint={`${SHORTEST} characters or more${more}`}
      type="password"
      autoComplete="new-password"
      minLength={SHORTEST}
      required
    />
  );
}
