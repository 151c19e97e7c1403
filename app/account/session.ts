import { redirect } from 'next/navigation';
import { confirmationFor, mustBeConfirmed } from '@/lib/auth/confirmation';
import { PresskitError } from '@/lib/errors';
import { type FormState, typed } from '../_site/form-state';
import { currentSession } from '../_site/session-cookie';
import { requireUser } from '../_site/who';

/** The person with the session they are here with; a visitor is sent to sign in. */
export async function requireSession() {
  const user = await requireUser();
  const session = await currentSession();
  // requireUser has found one; it is the same request.
  if (!session) redirect('/sign-in');
  return { user, session };
}

/** How the person has to show that it is them, before something that only they may do. */
export async function neededConfirmation() {
  const { user, session } = await requireSession();
  return confirmationFor(user, session);
}

/**
 * The answer to who has not shown that it is them, for Confirmation.tsx to show; null: they have.
 * @param o.always the password has to be given even by somebody who has signed in a moment ago
 */
export async function unconfirmed(data: FormData, o: { always?: boolean } = {}): Promise<FormState> {
  const { user, session } = await requireSession();
  const asked = o.always ? { provenAt: null } : session;
  try {
    await mustBeConfirmed(user, asked, String(data.get('password') ?? ''));
    return null;
  } catch (error) {
    if (!(error instanceof PresskitError)) throw error;
    const field = (await confirmationFor(user, asked)) === 'sign_in' ? 'again' : 'password';
    return { errors: { [field]: error.message }, values: typed(data) };
  }
}
