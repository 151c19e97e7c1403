'use server';

import { redirect } from 'next/navigation';
import { action } from '../_site/form-action';
import { signOut } from '../_site/session-cookie';

export const signOutAction = action(async (): Promise<void> => {
  await signOut();
  redirect('/sign-in?done=signed-out');
});
