import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { addMember } from '@/lib/auth/members';
import type { MemberRole } from '@/lib/auth/rights';
import { openSession } from '@/lib/auth/sessions';
import { createUser, type User } from '@/lib/auth/users';
import type { Day } from '@/lib/clock';
import { rollUp } from '@/lib/hits/rollup';
import { token } from './content';
import { reader } from './hit-counts';

/** Authors, and readers of days that are over. */
export async function author(newsroomId?: number, role: MemberRole = 'owner'): Promise<User> {
  const name = `Author ${token()}`;
  const user = await createUser({ email: `${token()}@authors.example`, name, isVerified: true });
  if (newsroomId !== undefined) await addMember(newsroomId, user.id, role);
  return user;
}

/** Somebody who may read the statistics of every newsroom. */
export const auditor = (): Promise<User> =>
  createUser({ email: `${token()}@authors.example`, name: 'Auditor', role: 'auditor', isVerified: true });

/** Signs a browser in, as the sign-in page does. */
export async function signIn(context: BrowserContext, user: User, url: string): Promise<void> {
  const session = await openSession(user.id, {
    method: 'password',
    userAgent: 'a test',
    address: '127.0.0.1',
  });
  await context.addCookies([
    { name: 'presskit', value: session.token, url, httpOnly: true, sameSite: 'Lax' },
  ]);
}

export type Visit = { path: string; from?: string; agent?: string; address?: string };

/** Writes the log of a day that is over, and rolls it up. */
export async function readOn(day: Day, visits: Visit[]): Promise<void> {
  const logDir = process.env.LOG_DIR!;
  const folder = join(logDir, day.replaceAll('-', '/'));
  const [, date, month, year] = /^\w+, (\d+) (\w+) (\d+)/.exec(new Date(`${day}T12:00:00Z`).toUTCString())!;
  const lines = visits.map(
    ({ path, from = '-', agent = reader['User-Agent'], address = '192.0.2.1' }) =>
      `${address} - - [${date}/${month}/${year}:12:00:00 +0000] "GET ${path} HTTP/1.1" 200 999 "${from}" "${agent}"\n`,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'access.log'), lines.join(''));
  await rollUp([day], { logDirs: [logDir], ownHosts: ['localhost'], geoDb: process.env.GEO_DB });
}

/** n times the same visit, each by somebody else. */
export const times = (n: number, visit: Visit): Visit[] =>
  Array.from({ length: n }, (_, index) => ({ address: `192.0.2.${index + 1}`, ...visit }));
