import { and, desc, gt, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { type Db, db } from '@/lib/db/client';
import { mails } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { isAddress, safeHeaders, safeLine } from './headers';
import { canSendMail } from './settings';

/**
 * Mail: what is to be sent waits in PostgreSQL until the mail server has it, so a page never waits for SMTP and
 * nothing is lost while that is away. letter.ts words a mail, deliver.ts sends it. What a mail is about is the business
 * of whoever sends it: nothing here knows of accounts or releases.
 */
export type Mail = {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  headers?: Record<string, string>;
};

/** PostgreSQL's channel that tells the deliverers of a new mail. */
export const CHANNEL = 'presskit_mails';

/**
 * Puts a mail into the outbox and returns at once; with `on`, as part of that transaction. Throws 'unavailable' when
 * this installation sends no mail, and 'invalid' for an address or a header that is not one.
 */
export async function send(mail: Mail, on: Pick<Db, 'insert' | 'execute'> = db()): Promise<void> {
  if (!canSendMail())
    throw new PresskitError(
      'unavailable',
      'this site sends no mail, because its operator has not set SMTP_URL; nothing was sent',
    );
  if (!isAddress(mail.to))
    throw new PresskitError('invalid', 'that is not an e-mail address; nothing was sent');
  const headers = safeHeaders(mail.headers ?? {});
  const at = now();
  await on.insert(mails).values({
    recipient: mail.to,
    subject: safeLine(mail.subject),
    message: { text: mail.text, html: mail.html ?? '', headers },
    createdAt: at,
    sendAfter: at,
  });
  await on.execute(sql`/* mails.send */ select pg_notify(${CHANNEL}, '')`);
}

export type OutboxMail = {
  id: number;
  to: string;
  subject: string;
  state: 'waiting' | 'failed';
  createdAt: Date;
  /** When it is tried next; null once given up. */
  sendAfter: Date | null;
  tries: number;
  /** What the mail server said last. */
  error: string | null;
};

/** What waits and what was given up, newest first; never a mail's text. */
export async function outbox(limit = 1000): Promise<OutboxMail[]> {
  const rows = await db()
    .select({
      id: mails.id,
      to: mails.recipient,
      subject: mails.subject,
      createdAt: mails.createdAt,
      sendAfter: mails.sendAfter,
      tries: mails.tries,
      failedAt: mails.failedAt,
      error: mails.error,
    })
    .from(mails)
    .where(isNull(mails.sentAt))
    .orderBy(desc(mails.id))
    .limit(limit);
  return rows.map(({ failedAt, sendAfter, ...row }) => ({
    ...row,
    state: failedAt ? 'failed' : 'waiting',
    sendAfter: failedAt ? null : sendAfter,
  }));
}

export type Outbox = {
  waiting: number;
  /** When the one that waits longest was written; null: none waits. */
  since: Date | null;
  /** Given up within the last week. */
  failed: number;
  failedAt: Date | null;
  /** What the mail server said last. */
  error: string | null;
  /** When a mail was sent last; null: none within a month. */
  sentAt: Date | null;
};

/** How the outbox is doing, in figures. */
export async function outboxState(): Promise<Outbox> {
  const weekAgo = new Date(now().getTime() - 7 * 86_400_000).toISOString();
  const waits = sql`${mails.sentAt} is null and ${mails.failedAt} is null`;
  const failed = sql`${mails.failedAt} > ${weekAgo}::timestamptz`;
  const instant = (expression: SQL) =>
    sql<string | null>`${expression}`.mapWith((at) => (at === null ? null : new Date(at)));
  const [row] = await db()
    .select({
      waiting: sql<number>`(count(*) filter (where ${waits}))::int`,
      since: instant(sql`min(${mails.createdAt}) filter (where ${waits})`),
      failed: sql<number>`(count(*) filter (where ${failed}))::int`,
      failedAt: instant(sql`max(${mails.failedAt}) filter (where ${failed})`),
      error: sql<
        string | null
      >`(array_agg(${mails.error} order by ${mails.id} desc) filter (where ${mails.error} is not null and ${mails.sentAt} is null))[1]`,
      sentAt: instant(sql`max(${mails.sentAt})`),
    })
    .from(mails);
  return row as Outbox;
}

/**
 * Tries mails again now: those with these ids, or all that wait or were given up. Returns how many. One that was given
 * up more than a week ago has no text any more and cannot be sent again.
 */
export async function retry(ids?: number[]): Promise<number> {
  const at = now();
  const again = await db()
    .update(mails)
    .set({
      failedAt: null,
      sendAfter: at,
      tries: 0,
      // One that was given up has two days again.
      createdAt: sql`case when ${mails.failedAt} is null then ${mails.createdAt} else ${at.toISOString()}::timestamptz end`,
    })
    .where(
      and(
        isNull(mails.sentAt),
        isNotNull(mails.message),
        ids ? inArray(mails.id, ids) : undefined,
        or(isNotNull(mails.failedAt), gt(mails.sendAfter, at)),
      ),
    )
    .returning({ id: mails.id });
  await db().execute(sql`/* mails.retry */ select pg_notify(${CHANNEL}, '')`);
  return again.length;
}
