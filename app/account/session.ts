import { redirect } from 'next/navigation';
import { confirmationFor } from '@/lib/auth/confirmation';
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
