import { sql } from 'drizzle-orm';
import { getMany } from '@/lib/cache';
import { addDays, type Day, dayOf, now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { hitsKey } from '../keys';

/** The few releases of which it is worth asking whether they take off: see take-off.ts. */
export const LEAST_HITS = 30;

export type Candidate = {
  id: number;
  newsroomId: number;
  slug: string;
  title: string;
  publishedAt: Date;
  /** Hits of the day in question. */
  hits: number;
};

/** A release is young as long as the day in question may be one of its first 24 hours. */
export const isYoung = ({ publishedAt }: Candidate, day: Day) => dayOf(publishedAt) >= addDays(day, -1);

/** Of a finished day: what was read enough, or is young. */
export async function candidatesOn(day: Day): Promise<Candidate[]> {
  return candidatesWhere(
    sql`
    join hits_daily h on h.type = 'release' and h.object_id = r.id and h.day = ${day}
    where h.views >= ${LEAST_HITS} or r.published_at >= ${startOfDay(addDays(day, -1)).toISOString()}`,
    sql`h.views`,
  );
}

/** Of memcached, so only of newsrooms that somebody listens to. */
export async function candidatesToday(day: Day): Promise<Candidate[]> {
  const known = await candidatesWhere(
    sql`where exists (select from newsroom_members m join users u on u.id = m.user_id
      where m.newsroom_id = r.newsroom_id and u.take_off_notes and u.deactivated_at is null and u.email_verified_at is not null)`,
    sql`0`,
  );
  const found: Candidate[] = [];
  for (let i = 0; i < known.length; i += 2000) {
    const some = known.slice(i, i + 2000);
    const counts = await getMany(some.map(({ id }) => hitsKey(day, 'release', id)));
    // Without memcached today is not known; tomorrow it is.
    if (!counts) return [];
    for (const one of some) {
      const hits = Number(counts.get(hitsKey(day, 'release', one.id)) ?? 0);
      if (hits >= LEAST_HITS || (hits > 0 && isYoung(one, day))) found.push({ ...one, hits });
    }
  }
  return found;
}

async function candidatesWhere(
  from: ReturnType<typeof sql>,
  hits: ReturnType<typeof sql>,
): Promise<Candidate[]> {
  const rows = await db().execute<{
    id: number;
    newsroom_id: number;
    slug: string;
    title: string;
    published_at: string;
    hits: number;
  }>(sql`/* notes.candidates */
    select r.id, r.newsroom_id, r.slug, r.title, r.published_at, ${hits}::int as hits
    from (select * from releases where status <> 'draft' and published_at <= ${now().toISOString()}) r ${from}
    order by r.id`);
  return rows.map(({ newsroom_id: newsroomId, published_at: publishedAt, ...row }) => ({
    ...row,
    newsroomId,
    publishedAt: new Date(publishedAt),
  }));
}

const startOfDay = (day: Day) => new Date(`${day}T00:00:00`);
