'use server';

import { redirect } from 'next/navigation';
import { checkOrigin } from '../_site/guard';
import { signOut } from '../_site/session-cookie';

export async function signOutAction(): Promise<void> {
  await checkOrigin();
  await signOut();
  redirect('/sign-in?done=signed-out');
}
