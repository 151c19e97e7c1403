import { and, eq, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db, listen } from '@/lib/db/client';
import { mails } from '@/lib/db/tables';
import { explain } from '@/lib/errors';
import { CHANNEL } from './mails';
import { type Outcome, type Outlet, outletOf, type Patience } from './outlet';
import { mailSettings } from './settings';

/**
 * Sends what waits in the outbox. Any number of processes may do so at a time: each takes one mail for ten minutes,
 * which no other then takes, and who dies with one leaves it to the others. So a mail is sent at least once; twice only
 * when its sender dies between the server's yes and the note of it.
 */
export type Delivered = { sent: number; failed: number; waiting: number };

const LEASE = 600;
const GIVE_UP = 2 * 24 * 3600;
const FORGET = 7 * 24 * 3600;
/** Seconds until the next try after n tries: 15, 30, 60 ... an hour. */
const pauseAfter = (tries: number) => Math.min(3600, 15 * 2 ** Math.min(tries - 1, 10));
const secondsAfter = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);

/**
 * One round over all mails whose time has come. Ends early when the mail server cannot be talked to: then the others
 * would wait just as long. Without mail settings nothing is done.
 */
export async function deliverWaiting(patience?: Patience): Promise<Delivered> {
  const settings = mailSettings();
  const done = { sent: 0, failed: 0 };
  if (settings) {
    const outlet = outletOf(settings, patience);
    try {
      for (let mail = await taken(); mail; mail = await taken()) {
        const outcome = await deliverOne(outlet, mail);
        if (outcome === 'sent') done.sent++;
        if (outcome === 'failed') done.failed++;
        if (outcome === 'away') break;
      }
    } finally {
      outlet.close();
    }
    await forgetOld();
  }
  return { ...done, waiting: await waitingCount() };
}

type Taken = typeof mails.$inferSelect;

/** Takes the mail that has waited longest, and puts off its next try in case this process dies with it. */
async function taken(): Promise<Taken | undefined> {
  const at = now();
  const next = db()
    .select({ id: mails.id })
    .from(mails)
    .where(and(isNull(mails.sentAt), isNull(mails.failedAt), lte(mails.sendAfter, at)))
    .orderBy(mails.sendAfter, mails.id)
    .limit(1)
    .for('update', { skipLocked: true });
  const [mail] = await db()
    .update(mails)
    .set({ sendAfter: secondsAfter(at, LEASE), tries: sql`${mails.tries} + 1` })
    .where(eq(mails.id, next))
    .returning();
  return mail;
}

async function deliverOne(outlet: Outlet, mail: Taken): Promise<'sent' | 'failed' | 'waiting' | 'away'> {
  const { id, recipient: to, subject, message, createdAt: date, tries } = mail;
  const outcome: Outcome = message
    ? await outlet.deliver({ id, to, subject, date, ...message, headers: message.headers ?? {} })
    : { what: 'refused', reason: 'its text is gone' };
  const at = now();
  const set = (values: Partial<Taken>) => db().update(mails).set(values).where(eq(mails.id, id));
  if (outcome.what === 'sent') {
    await set({ sentAt: at, message: null, error: null });
    return 'sent';
  }
  const isOld = at.getTime() - date.getTime() >= GIVE_UP * 1000;
  if (outcome.what === 'refused' || isOld) {
    const error = isOld ? `given up after two days; at last: ${outcome.reason}` : outcome.reason;
    await set({ failedAt: at, error });
    return outcome.what === 'away' ? 'away' : 'failed';
  }
  await set({ sendAfter: secondsAfter(at, pauseAfter(tries)), error: outcome.reason });
  return outcome.what === 'away' ? 'away' : 'waiting';
}

async function waitingCount(): Promise<number> {
  return db().$count(mails, and(isNull(mails.sentAt), isNull(mails.failedAt)));
}

/** A mail that was given up keeps its text for a week, so that it can be tried again; its row goes after a month. */
async function forgetOld(): Promise<void> {
  const at = now();
  const monthAgo = secondsAfter(at, -30 * 24 * 3600);
  await db()
    .update(mails)
    .set({ message: null })
    .where(and(lt(mails.failedAt, secondsAfter(at, -FORGET)), isNotNull(mails.message)));
  await db()
    .delete(mails)
    .where(or(lt(mails.sentAt, monthAgo), lt(mails.failedAt, monthAgo)));
}

/**
 * Delivers from now on: at once when a mail is put into the outbox, by any process, and otherwise each 15 seconds.
 * Returns a function that ends it, after the mail that is on its way. Without mail settings nothing is done.
 */
export function startDelivering(say: (line: string) => void, look = 15_000): () => Promise<void> {
  if (!mailSettings()) return async () => undefined;
  let stopped = false;
  let asked = false;
  let trouble = '';
  let round: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let listening: Promise<() => Promise<void>> | undefined;

  /** One round now, or one more after the one that runs. */
  const wake = () => {
    if (stopped) return;
    asked = true;
    round ??= rounds().finally(() => {
      round = undefined;
      clearTimeout(timer);
      if (asked) wake();
      else if (!stopped) timer = setTimeout(wake, look).unref();
    });
  };
  const rounds = async () => {
    while (asked && !stopped) {
      asked = false;
      try {
        listening ??= listen(CHANNEL, wake).catch((error) => {
          listening = undefined;
          throw error;
        });
        await listening;
        await deliverWaiting();
        trouble = '';
      } catch (error) {
        // The mails are safe where they are; the next look tries again.
        if (explain(error) !== trouble) say(`delivering mail, will try again: ${explain(error)}`);
        trouble = explain(error);
      }
    }
  };
  wake();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await round;
    await (await listening)?.();
  };
}
