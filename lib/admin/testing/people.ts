import type { Role, User } from '@/lib/auth/users';
import { userById } from '@/lib/auth/users';
import { db } from '@/lib/db/client';
import { files, newsrooms, releases, users } from '@/lib/db/tables';

/** For tests: people of every role, and content of their own for each test. */
let made = 0;

export async function person(role: Role): Promise<User> {
  const [row] = await db()
    .insert(users)
    .values({ email: `${role}-${++made}@example.com`, name: `${role} ${made}`, role })
    .returning({ id: users.id });
  return (await userById(row!.id))!;
}

/** A newsroom with releases of these slugs, the first of which has a file. */
export async function family(...slugs: string[]) {
  const slug = `room-${++made}`;
  const [room] = await db()
    .insert(newsrooms)
    .values({ slug, name: `Room ${made}` })
    .returning();
  const list = await db()
    .insert(releases)
    .values(slugs.map((slug) => ({ newsroomId: room!.id, slug, title: `Title ${slug}` })))
    .returning();
  const kept = { name: 'a.pdf', mime: 'application/pdf', bytes: 1, sha256: '0', extension: 'pdf' };
  const [paper] = await db()
    .insert(files)
    .values({ ...kept, kind: 'attachment', newsroomId: room!.id, releaseId: list[0]!.id })
    .returning();
  return { room: room!, releases: list, paper: paper! };
}
