import { and, eq, inArray } from 'drizzle-orm';
import { addDays, type Day, dayOf, now, today } from '@/lib/clock';
import { release as releaseType, urlOf } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { newsroomMembers, newsrooms, rollups, users } from '@/lib/db/tables';
import { env } from '@/lib/env';
import { letter } from '@/lib/mail/letter';
import { type Candidate, candidatesOn, candidatesToday, isYoung, LEAST_HITS } from './candidates';
import { hasHad, reader, readsMail, sendOnce } from './sent';
import { firstHours, hitsOf, usualDay, usualFirstDay } from './usual';
import { figure } from './words';

/**
 * When a release takes off, measured against what is usual for its own newsroom, never against anybody else's:
 *
 * - in its first 24 hours it has three times the hits that are the median of the first 24 hours of the newsroom's other
 *   releases of the year before (five of them at least: fewer say nothing), or
 * - later, on one day, it has five times the median of its own days of the four weeks before, a day's quiet counting as
 *   zero; its first week is not measured this way.
 *
 * And 30 hits at the least: three after one is no news. The first 24 hours are counted by the hour in which it was
 * published and the same hour of the next day, because that is what a roll-up keeps. A finished day is taken from its
 * roll-up, the present one from memcached as far as it has come. Whoever is a member of the newsroom and wants such
 * notes is told once in four weeks per release.
 */
export const FIRST_DAY_TIMES = 3;
export const DAY_TIMES = 5;
const QUIET_DAYS = 28;

export type TakeOff = {
  releaseId: number;
  newsroomId: number;
  title: string;
  url: string;
  kind: 'first_day' | 'day';
  day: Day;
  hits: number;
  /** What is usual: of the newsroom's releases, or of this one's days. */
  median: number;
};

/** The releases that took off on a finished day that is rolled up, or are doing so today. */
export async function takeOffsOn(day: Day): Promise<TakeOff[]> {
  const candidates = day === today() ? await candidatesToday(day) : await candidatesOn(day);
  const found: TakeOff[] = [];
  for (const one of candidates) {
    const takeOff = isYoung(one, day) ? await firstDayOf(one, day) : await laterDayOf(one, day);
    if (takeOff) found.push(takeOff);
  }
  return found;
}

/** Tells who wants to know of what took off yesterday and today. Returns how many mails that made. */
export async function sendTakeOffs(): Promise<number> {
  const day = today();
  const yesterday = addDays(day, -1);
  const isFinished = (await db().$count(rollups, eq(rollups.day, yesterday))) > 0;
  const found = [...(isFinished ? await takeOffsOn(yesterday) : []), ...(await takeOffsOn(day))];
  let sent = 0;
  for (const takeOff of found)
    for (const userId of await listeners(takeOff.newsroomId)) if (await tell(userId, takeOff)) sent++;
  return sent;
}

async function firstDayOf(one: Candidate, day: Day): Promise<TakeOff | null> {
  const isToday = day === today();
  // Today's hits are of the first 24 hours as long as these last.
  if (isToday && now().getTime() - one.publishedAt.getTime() > 86_400_000) return null;
  const [kept] = await firstHours([one]);
  const before = isToday && dayOf(one.publishedAt) < day ? await hitsOf(one.id, addDays(day, -1)) : 0;
  const hits = isToday ? one.hits + before : (kept?.hits ?? 0);
  if (hits < LEAST_HITS) return null;
  const median = await usualFirstDay(one);
  if (median === null || hits < FIRST_DAY_TIMES * median) return null;
  return takeOffOf(one, { kind: 'first_day', day, hits, median });
}

async function laterDayOf(one: Candidate, day: Day): Promise<TakeOff | null> {
  const age = daysBetween(dayOf(one.publishedAt), day);
  if (one.hits < LEAST_HITS || age < 7) return null;
  const length = Math.min(QUIET_DAYS, age - 1);
  const median = await usualDay(one, day, length);
  if (one.hits < DAY_TIMES * median) return null;
  return takeOffOf(one, { kind: 'day', day, hits: one.hits, median });
}

async function listeners(newsroomId: number): Promise<number[]> {
  const rows = await db()
    .select({ id: users.id })
    .from(newsroomMembers)
    .innerJoin(users, eq(users.id, newsroomMembers.userId))
    .where(
      and(
        eq(newsroomMembers.newsroomId, newsroomId),
        // Every role of a member may see the statistics; whoever joins this list must.
        inArray(newsroomMembers.role, ['owner', 'editor', 'analyst']),
        eq(users.takeOffNotes, true),
        readsMail,
      ),
    );
  return rows.map(({ id }) => id);
}

async function tell(userId: number, takeOff: TakeOff): Promise<boolean> {
  const { releaseId, day } = takeOff;
  const user = await reader(userId);
  const since = new Date(now().getTime() - QUIET_DAYS * 86_400_000);
  if (!user || (await hasHad(userId, 'take_off', `release:${releaseId} `, since))) return false;
  const [room] = await db()
    .select({ name: newsrooms.name })
    .from(newsrooms)
    .where(eq(newsrooms.id, takeOff.newsroomId));
  return sendOnce(user, 'take_off', `release:${releaseId} ${day}`, (unsubscribe) =>
    mailOf(takeOff, room?.name ?? 'your newsroom', unsubscribe),
  );
}

function mailOf(takeOff: TakeOff, room: string, unsubscribe: string) {
  const { title, url, kind, hits, median, releaseId, day } = takeOff;
  const soFar = day === today() ? ' so far' : '';
  const subject = `“${title}” takes off: ${figure(hits)} hits`;
  const usual =
    kind === 'first_day'
      ? `It has ${figure(hits)} hits in its first 24 hours${soFar}. Other releases of ${room} have ${figure(median)} (the median of the year before).`
      : `It has ${figure(hits)} hits on ${day}${soFar}. On its usual day of the four weeks before it had ${figure(median)} (the median).`;
  const words = letter({
    title: `“${title}” takes off`,
    paragraphs: [usual],
    button: { label: 'See who is reading', url: at(`/author/statistics/release/${releaseId}`) },
    footer: [
      `You get this because you belong to ${room}, at most once in four weeks for a release.`,
      { text: 'The release', url: at(url) },
      { text: 'No more of these notes', url: unsubscribe },
      { text: 'Change what you are sent', url: at('/account/notes') },
    ],
  });
  return { subject, ...words };
}

const takeOffOf = (one: Candidate, o: Pick<TakeOff, 'kind' | 'day' | 'hits' | 'median'>): TakeOff => ({
  releaseId: one.id,
  newsroomId: one.newsroomId,
  title: one.title,
  url: urlOf(releaseType, { id: one.id, slug: one.slug }),
  ...o,
});

const at = (path: string): string => new URL(path, env('SITE_URL').SITE_URL).href;
const daysBetween = (from: Day, to: Day) =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
