import { notFound } from 'next/navigation';
import { mayEnter } from '@/lib/admin/permissions';
import { type AdminType, adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { PresskitError } from '@/lib/errors';
import { idOf } from '../_site/requests';
import { requireUser } from '../_site/who';
import { nameOfSegment } from './paths';

/**
 * Who asks for a page of the admin, and what it reads for them. What is not there, what is no business of theirs and what
 * their role does not allow are one and the same missing page, so that nobody learns here what exists.
 */
export async function entered<T>(read: (user: User) => Promise<T>): Promise<{ user: User; found: T }> {
  const user = await requireUser();
  if (!mayEnter(user)) notFound();
  return { user, found: await orMissing(() => read(user)) };
}

/** The same, for a page about a type; `segment` is its part of the address. */
export async function enteredType<T>(
  segment: string,
  read: (user: User, type: AdminType) => Promise<T>,
): Promise<{ user: User; type: AdminType; found: T }> {
  const { user, found } = await entered(async (person) => {
    const type = adminType(nameOfSegment(segment));
    return { type, found: await read(person, type) };
  });
  return { user, ...found };
}

export async function orMissing<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PresskitError && (error.code === 'not_found' || error.code === 'forbidden'))
      notFound();
    throw error;
  }
}

/** An id of an address; anything else is a missing page. */
export function idOrMissing(text: string): number {
  const id = idOf(text);
  if (id === null) notFound();
  return id;
}
