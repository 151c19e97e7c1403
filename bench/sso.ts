import { join } from 'node:path';
import { openSession, sessionOf } from '@/lib/auth/sessions';
import { decide } from '@/lib/auth/sso/arrivals';
import { consume } from '@/lib/auth/sso/consume';
import { issue } from '@/lib/auth/sso/issue';
import { newSecret, nonceFor } from '@/lib/auth/sso/nonces';
import { isRefused } from '@/lib/auth/sso/refusals';
import { createUser } from '@/lib/auth/users';
import { closeDb } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { startPostgres } from '@/lib/machine/postgres';
import { percentile, type Section, short } from './table';

const A = 'http://a.localhost:8080';
const B = 'http://b.localhost:8080';
const AT_ONCE = 16;

/** Tokens issued and consumed a second: what the site does between two redirections, with PostgreSQL. */
export async function sso(folder: string, tokens: number): Promise<Section> {
  const dir = join(folder, `sso-${process.pid}`);
  const server = await startPostgres({ dir: join(dir, 'postgres'), throwaway: true });
  Object.assign(process.env, {
    DATABASE_URL: server.url,
    AUTH_SECRET: 'only for measuring, thirty-two characters',
    SITE_URL: A,
    SITE_URLS: B,
  });
  try {
    await migrate();
    const user = await createUser({ email: 'vera@example.com', name: 'Vera Lund', isVerified: true });
    const session = (await sessionOf((await openSession(user.id, { method: 'password' })).token))!;
    const secret = newSecret();
    const nonce = nonceFor(secret);
    const made: string[] = [];
    const issueOne = async () => {
      const sent = await issue({ session, here: A }, { site: B, next: '/', nonce });
      if (isRefused(sent)) throw new Error(sent.refused);
      made.push(new URL(sent.location).searchParams.get('token')!);
    };
    const consumeOne = async () => {
      const arrived = await consume(B, { token: made.pop()!, secret, next: '/' });
      if (isRefused(arrived)) throw new Error(arrived.refused);
      const decision = await decide(arrived.arrival, { isBound: arrived.isBound, current: null });
      if (isRefused(decision) || decision.state !== 'sign_in') throw new Error('not signed in');
      await openSession(decision.user.id, { method: 'peer:a' });
    };
    // Less than a token lives lies between its being made and used.
    const round = Math.min(tokens, 1000);
    await many(Math.min(round, 100), issueOne);
    await many(made.length, consumeOne);
    const [issued, consumed]: [number[], number[]] = [[], []];
    const seconds = { issued: 0, consumed: 0 };
    for (let left = tokens; left > 0; left -= round) {
      seconds.issued += await many(round, issueOne, issued);
      seconds.consumed += await many(round, consumeOne, consumed);
    }
    const rows = [
      ['issue: who, which peer, sign (ES256), log', issued, seconds.issued] as const,
      ['consume: verify, use up, find the person, open a session', consumed, seconds.consumed] as const,
    ];
    return {
      title: 'Staying signed in across domains',
      about: `${short(issued.length)} tokens, ${AT_ONCE} at a time, in one process with PostgreSQL beside it; the time of each includes waiting for the others.`,
      head: ['', 'a second', 'p50', 'p99'],
      rows: rows.map(([name, took, total]) => [
        name,
        short(Math.round(took.length / total)),
        ...[0.5, 0.99].map((p) => `${percentile(took, p).toFixed(1)} ms`),
      ]),
    };
  } finally {
    await closeDb();
    await server.stop();
  }
}

/** Does something so many times, some at once. Returns the seconds it took; the milliseconds of each go into `took`. */
async function many(times: number, work: () => Promise<void>, took: number[] = []): Promise<number> {
  const start = performance.now();
  let left = times;
  const worker = async () => {
    while (left-- > 0) {
      const began = performance.now();
      await work();
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return (performance.now() - start) / 1000;
}
