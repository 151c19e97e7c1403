import type { Page } from '@playwright/test';
import { createUser, type Role, type User } from '@/lib/auth/users';
import { ownNewsroom, publish, token } from './content';
import { signIn } from './readership';

/** Who works in the admin, and what they work on. */
export const person = (role: Role): Promise<User> =>
  createUser({ email: `${token()}@site.example`, name: `A site ${role} ${token()}`, role, isVerified: true });

/** Signs the page's browser in as an admin of its own. */
export async function admin(page: Page, baseURL: string | undefined): Promise<User> {
  const user = await person('admin');
  await signIn(page.context(), user, baseURL!);
  return user;
}

/** Releases of one newsroom that nobody else lists. */
export async function shelf(count: number) {
  const room = await ownNewsroom('Shelf');
  const releases = [];
  for (let n = 1; n <= count; n++)
    releases.push(await publish({ newsroomId: room.id, title: `Book ${n} of ${room.name}` }));
  return { room, releases, list: `/admin/release?newsroomId=${room.id}` };
}
