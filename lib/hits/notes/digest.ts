import { and, eq, sql } from 'drizzle-orm';
import { newsroomsWith } from '@/lib/auth/rights';
import { type User, userColumns } from '@/lib/auth/users';
import { addDays, type Day, today } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { rollups, sentNotes, users } from '@/lib/db/tables';
import { env } from '@/lib/env';
import { letter } from '@/lib/mail/letter';
import { startOf } from '../report/periods';
import { parseQuery, queryParams, type ReportQuery } from '../report/query';
import { type Report, report } from '../report/report';
import { draftsShownTo } from '../report/scope';
import { readsMail, sendOnce } from './sent';
import { changeOf, figure } from './words';

/**
 * The digest: what was read in the last full week or month in the newsrooms whose statistics somebody may see, in the
 * numbers of the statistics page. It is sent on Monday and on the first; when the last day is not rolled up by then, or
 * nothing ran, up to two days later.
 */
export type DigestPeriod = { name: 'weekly' | 'monthly'; from: Day; to: Day; isLastChance: boolean };
export type DigestsSent = { sent: number; waiting: string[] };

const DAYS_LATE = 2;

/** The periods whose digests are due on a day. */
export function periodsDue(day: Day): DigestPeriod[] {
  const units = [
    ['weekly', 'week'],
    ['monthly', 'month'],
  ] as const;
  return units.flatMap(([name, unit]) => {
    const start = startOf(unit, day);
    if (day > addDays(start, DAYS_LATE)) return [];
    const to = addDays(start, -1);
    return [{ name, from: startOf(unit, to), to, isLastChance: day === addDays(start, DAYS_LATE) }];
  });
}

/** Sends the digests that are due to whoever wants one and has not had it. */
export async function sendDigests(): Promise<DigestsSent> {
  const done: DigestsSent = { sent: 0, waiting: [] };
  for (const period of periodsDue(today())) {
    const people = await peopleFor(period);
    if (people.length === 0) continue;
    if (!period.isLastChance && !(await isRolledUp(period.to))) {
      done.waiting.push(`the ${period.name} digest waits for the roll-up of ${period.to}`);
      continue;
    }
    for (const user of people) if (await sendTo(user, period)) done.sent++;
  }
  return done;
}

const subjectOf = ({ name, from }: DigestPeriod) => `${name} ${from}`;

async function peopleFor(period: DigestPeriod): Promise<User[]> {
  const had = db()
    .select({ one: sql`1` })
    .from(sentNotes)
    .where(
      and(
        eq(sentNotes.userId, users.id),
        eq(sentNotes.kind, 'digest'),
        eq(sentNotes.subject, subjectOf(period)),
      ),
    );
  return db()
    .select(userColumns)
    .from(users)
    .where(and(eq(users.digest, period.name), readsMail, sql`not exists (${had})`))
    .orderBy(users.id);
}

async function isRolledUp(day: Day): Promise<boolean> {
  return (await db().$count(rollups, eq(rollups.day, day))) > 0;
}

async function sendTo(user: User, period: DigestPeriod): Promise<boolean> {
  const rooms = await newsroomsWith(user, 'statistics');
  if (rooms.length === 0) return false;
  const { query } = parseQuery({ period: 'custom', from: period.from, to: period.to });
  const found = await report({ kind: 'newsrooms', ids: rooms.map(({ id }) => id) }, query, {
    draftsOf: await draftsShownTo(user),
  });
  const { value, previous } = found.tiles.hits;
  // Nothing to tell, and nothing that has changed: no mail.
  if (!value && !previous) return false;
  const perRoom = rooms.length > 1 && rooms.length <= 12 ? await roomRows(rooms, query) : [];
  return sendOnce(user, 'digest', subjectOf(period), (unsubscribe) =>
    mailOf(found, { period, query, perRoom, name: rooms.length === 1 ? rooms[0]!.name : null, unsubscribe }),
  );
}

type Row = { name: string; url: string; value: string };

async function roomRows(rooms: { id: number; name: string }[], query: ReportQuery): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { id, name } of rooms) {
    const { hits } = (await report({ kind: 'newsroom', id }, query)).tiles;
    const url = at(`/author/statistics/newsroom/${id}?${queryParams(query)}`);
    rows.push({ name, url, value: `${figure(hits.value)}${changeOf(hits.change)}` });
  }
  return rows;
}

function mailOf(
  found: Report,
  o: { period: DigestPeriod; query: ReportQuery; perRoom: Row[]; name: string | null; unsubscribe: string },
) {
  const { hits, visitors } = found.tiles;
  const unit = o.period.name === 'weekly' ? 'week' : 'month';
  const title = `${o.name ?? 'Your newsrooms'}, ${daysOf(o.period)}: ${figure(hits.value)} hits`;
  const releases = found.releases
    .filter(({ value }) => value)
    .slice(0, 5)
    .map(({ title, url, value, change }) => ({
      name: title,
      url: at(url),
      value: `${figure(value)}${changeOf(change)}`,
    }));
  const referrers = found.cards
    .find(({ dimension }) => dimension === 'referrer')
    ?.rows.slice(0, 5)
    .map(({ label, views }) => ({ name: label, value: figure(views) }));
  const before =
    hits.previous === null ? '' : ` In the ${unit} before they were read ${figure(hits.previous)} times.`;
  const words = letter({
    title,
    paragraphs: [
      `Your pages were read ${figure(hits.value)} times${changeOf(hits.change)}; ` +
        `there were ${figure(visitors.value)} visitors.${before}`,
      ...found.notes,
    ],
    button: { label: 'See the statistics', url: at(`/author/statistics?${queryParams(o.query)}`) },
    tables: [
      { heading: 'By newsroom', rows: o.perRoom },
      { heading: 'Most read', rows: releases },
      { heading: 'Where readers came from', rows: referrers ?? [] },
    ].filter(({ rows }) => rows.length > 0),
    footer: [
      `You get this each ${unit} because you asked for it. In brackets: the change since the ${unit} before.`,
      { text: 'No more digests', url: o.unsubscribe },
      { text: 'Change what you are sent', url: at('/account/notes') },
    ],
  });
  return { subject: title, ...words };
}

/** "9–15 March 2026", "October 2026" */
function daysOf({ name, from, to }: DigestPeriod): string {
  const [first, last] = [from, to].map((day) => new Date(`${day}T12:00:00Z`)) as [Date, Date];
  return name === 'monthly' ? inMonth.format(first) : inDays.formatRange(first, last);
}
const zone = { timeZone: 'UTC', month: 'long', year: 'numeric' } as const;
const inMonth = new Intl.DateTimeFormat('en-GB', zone);
const inDays = new Intl.DateTimeFormat('en-GB', { ...zone, day: 'numeric' });

const at = (path: string): string => new URL(path, env('SITE_URL').SITE_URL).href;
