import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { User } from '@/lib/auth/users';
import { pathHeader } from './path-header';
import { currentSession } from './session-cookie';

/** Who is asking; null: nobody who has signed in. As PostgreSQL knows them at this moment. */
export async function currentUser(): Promise<User | null> {
  return (await currentSession())?.user ?? null;
}

/** Who is asking; a visitor is sent to sign in, and comes back to where they were. For pages and actions. */
export async function requireUser(): Promise<User> {
  const user = await currentUser();
  if (user) return user;
  const path = (await headers()).get(pathHeader);
  redirect(path ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in');
}
