import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { peers, ssoSessionsOut, ssoSignOuts } from '@/lib/db/tables';
import { explain } from '@/lib/errors';
import { signingKey } from './keys';
import { note, noteRefusal } from './log';
import { askPeer } from './peer-fetch';
import { endpoints, type Peer, secretOf } from './peers';
import { refuse } from './refusals';
import { SIGN_OUT, sign } from './tokens';

/**
 * Telling peers who has signed out everywhere (OpenID Connect Back-Channel Logout), so that one that was away hears of it
 * all the same. What is to be told waits in PostgreSQL; each process takes one at a time for a minute, which no other then
 * takes. So a peer is told at least once, and twice is as good as once. Told is the person, not a session: whoever has
 * come back to the peer meanwhile signs in once more, which is the lesser evil.
 */
export type Told = { peer: string; ok: boolean };
type SignOut = typeof ssoSignOuts.$inferSelect;

const LEASE = 60;
const GIVE_UP = 7 * 24 * 3600;
const FORGET = 7 * 24 * 3600;
/** Peers that are told at the same time, by one process. */
const LANES = 8;
/** Milliseconds until those that have noted something meanwhile have their turn, too. */
const TURN = 15_000;
/** Milliseconds that whoever presses a button waits: less than anything between them and us does. */
const PATIENCE = 10_000;
/** Seconds until the next try after n tries: 15, 30, 60 ... an hour. */
const pauseAfter = (tries: number) => Math.min(3600, 15 * 2 ** Math.min(Math.max(tries, 1) - 1, 10));
const secondsAfter = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);

/**
 * Notes that the peers these people went to have to hear that they are signed out.
 * @param on a transaction to be part of
 */
export async function queueSignOuts(
  userIds: number[],
  on: Pick<Db, 'select' | 'insert' | 'delete'> = db(),
): Promise<void> {
  if (userIds.length === 0) return;
  const listening = on
    .select({ id: peers.id })
    .from(peers)
    .where(sql`(${peers.logoutUrl} is not null or ${peers.protocol} = 'presskit')`);
  const gone = await on
    .delete(ssoSessionsOut)
    .where(and(inArray(ssoSessionsOut.userId, userIds), inArray(ssoSessionsOut.peerId, listening)))
    .returning({
      userId: ssoSessionsOut.userId,
      peerId: ssoSessionsOut.peerId,
      issuer: ssoSessionsOut.issuer,
    });
  // Each is a session; what is to be told is the person.
  const each = [...new Map(gone.map((one) => [`${one.userId} ${one.peerId} ${one.issuer}`, one])).values()];
  if (each.length === 0) return;
  const fresh = { createdAt: now(), tryAfter: now(), tries: 0, failedAt: null, error: null };
  await on
    .insert(ssoSignOuts)
    .values(each.map((one) => ({ ...one, ...fresh })))
    .onConflictDoUpdate({
      target: [ssoSignOuts.peerId, ssoSignOuts.issuer, ssoSignOuts.userId],
      set: fresh,
    });
}

/** Takes all that waits of one person, for `tellNow`. */
export const takeAllOf = (userId: number): Promise<SignOut[]> =>
  db()
    .update(ssoSignOuts)
    .set({ tryAfter: secondsAfter(now(), LEASE), tries: sql`${ssoSignOuts.tries} + 1` })
    .where(and(eq(ssoSignOuts.userId, userId), isNull(ssoSignOuts.failedAt)))
    .returning();

/** Tells what was taken, all at once. Returns which peers know; the others are told again. */
export const tellNow = (taken: SignOut[]): Promise<Told[]> => Promise.all(taken.map(tell));

/**
 * Tells all whose time has come: peers side by side, so that one that is slow holds up no other, and each in order.
 * @param o.isOver true ends it after what is under way
 */
export async function tellWaiting(
  o: { isOver?: () => boolean } = {},
): Promise<{ told: number; failed: number }> {
  const done = { told: 0, failed: 0 };
  const isOver = o.isOver ?? (() => false);
  const turn = async (peerId: number): Promise<boolean> => {
    const began = performance.now();
    for (let next = await take(peerId); next; next = await take(peerId)) {
      if ((await tell(next)).ok) done.told++;
      else done.failed++;
      if (isOver() || performance.now() - began > TURN) return true;
    }
    return false;
  };
  let hasMore = true;
  while (hasMore && !isOver()) {
    hasMore = false;
    const waiting = await peersWaiting();
    const lane = async () => {
      for (let peerId = waiting.shift(); peerId !== undefined && !isOver(); peerId = waiting.shift())
        if (await turn(peerId)) hasMore = true;
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }
  await db()
    .delete(ssoSignOuts)
    .where(lt(ssoSignOuts.failedAt, secondsAfter(now(), -FORGET)));
  return done;
}

/** Tells from now on, in the process of the site. Returns a function that ends it, after the one that is under way. */
export function startTelling(say: (line: string) => void, look = 15_000): () => Promise<void> {
  let stopped = false;
  let trouble = '';
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    try {
      await tellWaiting({ isOver: () => stopped });
      trouble = '';
    } catch (error) {
      // What is to be told is safe where it is; the next look tries again.
      if (explain(error) !== trouble)
        say(`telling peers who has signed out, will try again: ${explain(error)}`);
      trouble = explain(error);
    }
    if (!stopped) timer = setTimeout(wake, look).unref();
  };
  let running: Promise<void>;
  const wake = () => {
    running = round();
  };
  wake();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

/** Peers that have still to hear of somebody, or were given up within the last week. */
export type Unheard = {
  peerId: number;
  peer: string;
  waiting: number;
  givenUp: number;
  since: Date;
  /** What went wrong last; null: it has not been tried yet. */
  error: string | null;
};

/** @param o.peerId only this one */
export async function unheard(o: { peerId?: number } = {}): Promise<Unheard[]> {
  return db()
    .select({
      peerId: peers.id,
      peer: peers.name,
      waiting: sql<number>`count(*) filter (where ${ssoSignOuts.failedAt} is null)::int`,
      givenUp: sql<number>`count(${ssoSignOuts.failedAt})::int`,
      since: sql<Date>`min(${ssoSignOuts.createdAt})`.mapWith(ssoSignOuts.createdAt),
      error: sql<string | null>`(array_agg(${ssoSignOuts.error} order by ${ssoSignOuts.id} desc)
        filter (where ${ssoSignOuts.error} is not null))[1]`,
    })
    .from(ssoSignOuts)
    .innerJoin(peers, eq(peers.id, ssoSignOuts.peerId))
    .where(o.peerId === undefined ? undefined : eq(ssoSignOuts.peerId, o.peerId))
    .groupBy(peers.id, peers.name)
    .orderBy(peers.name);
}

/**
 * Tells a peer at once what it has not heard, also what was given up, which then has a week again. It ends at the first
 * that fails, for then the peer is still away, and after ten seconds.
 * @returns failed: how many wait for the next try; left: how many follow by themselves, because there was no time
 */
export async function tellAgain(
  peerId: number,
  patience = PATIENCE,
): Promise<{ told: number; failed: number; left: number }> {
  const at = now();
  const began = performance.now();
  await db()
    .update(ssoSignOuts)
    .set({
      failedAt: null,
      tries: 0,
      tryAfter: at,
      createdAt: sql`case when ${ssoSignOuts.failedAt} is null then ${ssoSignOuts.createdAt} else ${at.toISOString()}::timestamptz end`,
    })
    .where(eq(ssoSignOuts.peerId, peerId));
  let told = 0;
  let isAway = false;
  while (!isAway && performance.now() - began < patience) {
    const next = await take(peerId);
    if (!next) break;
    if ((await tell(next)).ok) told++;
    else isAway = true;
  }
  const left = await db().$count(
    ssoSignOuts,
    and(eq(ssoSignOuts.peerId, peerId), isNull(ssoSignOuts.failedAt)),
  );
  return { told, failed: isAway ? left : 0, left: isAway ? 0 : left };
}

/** The peers that have something to hear by now, who has waited longest first. */
async function peersWaiting(): Promise<number[]> {
  const rows = await db()
    .select({ peerId: ssoSignOuts.peerId })
    .from(ssoSignOuts)
    .where(and(isNull(ssoSignOuts.failedAt), lte(ssoSignOuts.tryAfter, now())))
    .groupBy(ssoSignOuts.peerId)
    .orderBy(sql`min(${ssoSignOuts.tryAfter})`);
  return rows.map(({ peerId }) => peerId);
}

/** Takes the one of a peer that has waited longest, and puts off its next try in case this process dies with it. */
async function take(peerId: number): Promise<SignOut | undefined> {
  const at = now();
  const next = db()
    .select({ id: ssoSignOuts.id })
    .from(ssoSignOuts)
    .where(and(eq(ssoSignOuts.peerId, peerId), isNull(ssoSignOuts.failedAt), lte(ssoSignOuts.tryAfter, at)))
    .orderBy(ssoSignOuts.tryAfter, ssoSignOuts.id)
    .limit(1)
    .for('update', { skipLocked: true });
  const [taken] = await db()
    .update(ssoSignOuts)
    .set({ tryAfter: secondsAfter(at, LEASE), tries: sql`${ssoSignOuts.tries} + 1` })
    .where(eq(ssoSignOuts.id, next))
    .returning();
  return taken;
}

async function tell(one: SignOut): Promise<Told> {
  const [peer] = await db().select().from(peers).where(eq(peers.id, one.peerId));
  try {
    if (!peer) throw new Error('the peer is deleted');
    await post(peer, one);
  } catch (error) {
    await putOff(one, peer ?? null, explain(error));
    return { peer: peer?.name ?? `peer ${one.peerId}`, ok: false };
  }
  // Not one that was noted anew meanwhile: that is about a later session.
  await db().delete(ssoSignOuts).where(isStill(one));
  // It is back, so the others need not wait for their time.
  await db()
    .update(ssoSignOuts)
    .set({ tryAfter: now() })
    .where(and(eq(ssoSignOuts.peerId, peer.id), isNull(ssoSignOuts.failedAt), isNotNull(ssoSignOuts.error)));
  await note('sign_out', { actorId: one.userId, peer, detail: { told: true } });
  return { peer: peer.name, ok: true };
}

/** As it was taken, to the millisecond: ours are no finer. */
const isStill = (one: SignOut) =>
  and(
    eq(ssoSignOuts.id, one.id),
    sql`date_trunc('milliseconds', ${ssoSignOuts.createdAt}) = ${one.createdAt.toISOString()}::timestamptz`,
  );

async function putOff(one: SignOut, peer: Peer | null, error: string): Promise<void> {
  const at = now();
  const isOver = at.getTime() - one.createdAt.getTime() >= GIVE_UP * 1000;
  const tryAfter = secondsAfter(at, pauseAfter(one.tries));
  // One that was noted anew meanwhile has its week before it.
  const [kept] = await db()
    .update(ssoSignOuts)
    .set({ error, ...(isOver ? { failedAt: at } : { tryAfter }) })
    .where(isStill(one))
    .returning({ id: ssoSignOuts.id });
  // Whoever else it has to hear of waits as long: each try may take seconds, and other peers have their turn.
  await db()
    .update(ssoSignOuts)
    .set({ tryAfter })
    .where(
      and(
        eq(ssoSignOuts.peerId, one.peerId),
        isNull(ssoSignOuts.failedAt),
        lt(ssoSignOuts.tryAfter, tryAfter),
      ),
    );
  // The log has the first try and the last word, not each of hundreds.
  if (kept && (one.error === null || isOver))
    await noteRefusal('sign_out', refuse(isOver ? 'given_up' : 'unreachable', { cause: error }), {
      actorId: one.userId,
      peer,
      here: one.issuer,
    });
}

async function post(peer: Peer, { issuer, userId }: SignOut): Promise<void> {
  const claims = {
    iss: issuer,
    aud: peer.origin,
    sub: String(userId),
    jti: randomUUID(),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  };
  const token =
    peer.algorithm === 'HS256'
      ? await sign(claims, { algorithm: 'HS256', key: secretOf(peer), typ: SIGN_OUT, at: now() })
      : await sign(claims, { algorithm: 'ES256', ...(await signingKey()), typ: SIGN_OUT, at: now() });
  const answer = await askPeer(endpoints(peer).logout, {
    method: 'POST',
    form: new URLSearchParams({ logout_token: token }),
    signal: AbortSignal.timeout(5000),
  });
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
}
