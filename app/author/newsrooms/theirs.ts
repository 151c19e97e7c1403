import { notFound } from 'next/navigation';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { idOf } from '../../_site/requests';
import { requireUser } from '../../_site/who';

/**
 * For pages about one newsroom: who asks, its id, and what `read` finds with them. One that is not there and one that
 * is none of theirs are the same missing page; a role that is not enough is given back as a sentence.
 */
export async function theirs<T>(
  id: string,
  read: (user: User, id: number) => Promise<T>,
): Promise<{ user: User; id: number; found: T } | { refusal: string }> {
  const user = await requireUser();
  const number = idOf(id);
  if (number === null) notFound();
  try {
    return { user, id: number, found: await read(user, number) };
  } catch (error) {
    if (!(error instanceof PresskitError)) throw error;
    if (error.code === 'not_found') notFound();
    if (error.code === 'forbidden') return { refusal: error.message };
    throw error;
  }
}
