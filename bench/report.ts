import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import type postgres from 'postgres';
import { addDays, today } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { sumUnits } from '@/lib/db/tables';
import { WEEK_HOUR } from '@/lib/hits/newsroom-sums';
import { contentsOf } from '@/lib/hits/report/contents';
import { dimensions } from '@/lib/hits/report/dimensions';
import { spanRows } from '@/lib/hits/report/finished';
import { parseQuery } from '@/lib/hits/report/query';
import { spanValues } from '@/lib/hits/report/releases';
import { card, releasesOf, report, sinceRelease } from '@/lib/hits/report/report';
import type { Scope } from '@/lib/hits/report/scope';
import { withStores } from './stores';
import { percentile, type Section, short } from './table';

/**
 * Pages of statistics at 100 000 releases and 30 million rows of daily hits. Breakdowns are filled in full for the last
 * BROKEN_DOWN days (what a page of 28 days and its comparison read) of the releases that are asked about; sums per
 * newsroom are there for all days.
 */
const BROKEN_DOWN = 57;
/** Newsrooms of a hundred releases whose hits are broken down, beside the large one. */
const BROKEN_DOWN_NEWSROOMS = 100;
const LARGE = 5000;

export async function reports(folder: string, releases: number, rows: number): Promise<Section> {
  const dir = join(folder, `report-${process.pid}`);
  return withStores(dir, async (owner) => {
    // Ordinary newsrooms have a hundred releases, the first one has thousands, all of them in turn.
    const large = Math.min(LARGE, releases / 2);
    const days = Math.round(rows / releases);
    const newsroomCount = Math.min(BROKEN_DOWN_NEWSROOMS, Math.ceil((releases - large) / 100));
    await fill(owner, releases, large, days);
    const [{ breakdowns } = { breakdowns: 0 }] = await owner<{ breakdowns: number }[]>`
      select count(*)::int as breakdowns from hits_breakdown`;
    const some = await owner<{ id: number }[]>`
      select id from releases where newsroom_id between 2 and ${newsroomCount} order by random() limit 60`;
    const newsroom = (n: number): Scope => ({ kind: 'newsroom', id: 2 + (n % newsroomCount) });
    const several = (n: number): Scope => ({
      kind: 'newsrooms',
      ids: Array.from({ length: 20 }, (_, i) => 2 + ((n + i * 31) % newsroomCount)),
    });
    const one = (n: number): Scope => ({ kind: 'release', id: some[n % some.length]!.id });
    const first: Scope = { kind: 'newsroom', id: 1 };
    const query = (params: Record<string, string> = {}) => parseQuery(params).query;
    const usual = query();
    const all = query({ period: 'all' });
    const filtered = query({ filter: 'channel:search' });
    const pages: [string, (n: number) => Promise<unknown>][] = [
      ['one release, 28 days', (n) => report(one(n), usual)],
      ['one release, all time', (n) => report(one(n), all)],
      ['a newsroom of 100 releases, 28 days', (n) => report(newsroom(n), usual)],
      ['a newsroom of 100 releases, all time', (n) => report(newsroom(n), all)],
      ["an author's 20 newsrooms of 100, 28 days", (n) => report(several(n), usual)],
      [`a newsroom of ${short(large)} releases, 28 days`, () => report(first, usual)],
      [`a newsroom of ${short(large)} releases, all time`, () => report(first, all)],
      [`a newsroom of ${short(large)} releases, filtered`, () => report(first, filtered)],
      [`its card of referrers, whole`, () => card(first, usual, 'referrer', { limit: 1000 })],
      [`its table of releases, page 50`, () => releasesOf(first, usual, { offset: 500 })],
      [`first day and week of its newest releases`, () => sinceRelease(first)],
    ];
    const table: string[][] = [];
    for (const [name, ask] of pages) {
      const took: number[] = [];
      for (let n = 0; n < 30; n++) {
        const start = performance.now();
        await ask(n);
        if (n >= 5) took.push(performance.now() - start);
      }
      table.push([name, ...[0.5, 0.99].map((p) => `${percentile(took, p).toFixed(0)} ms`)]);
      console.error(table.at(-1)!.join('  '));
    }
    return {
      title: 'Pages of statistics',
      about: `${short(releases)} releases, ${short(rows)} rows in \`hits_daily\` (${days} days), ${short(breakdowns)} in \`hits_breakdown\` (the last ${Math.min(BROKEN_DOWN, days)} days of ${newsroomCount + 1} newsrooms, which are those asked about) and their sums. Whole reports: tiles with comparison, chart, table of releases, all cards, hours of the week; 25 after 5 to warm up, round trips included. Today is not in them: what ingest answers is one value in memcached.`,
      head: ['', 'p50', 'p99'],
      rows: table,
      below: await plans(large),
    };
  });
}

async function fill(sql: postgres.Sql, releases: number, large: number, days: number): Promise<void> {
  const day = today();
  await sql`insert into store.newsrooms (slug, name)
    select 'newsroom-' || n, 'Newsroom ' || n from generate_series(1, ${1 + Math.ceil((releases - large) / 100)}::int) n`;
  await sql`insert into store.releases (newsroom_id, slug, title, status, published_at)
    select case when n % ${Math.round(releases / large)}::int = 0 then 1 else 2 + (n % ${Math.ceil((releases - large) / 100)}::int) end,
      'release-' || n, 'Release number ' || n, 'published', now() - n * interval '5 minutes'
    from generate_series(1, ${releases}::int) n`;
  await sql`insert into hits_homes (type, object_id, newsroom_id) select 'release', id, newsroom_id from store.releases`;
  await sql`alter table hits_daily drop constraint hits_daily_type_object_id_day_pk`;
  await sql`drop index hits_daily_home`;
  await sql`insert into hits_daily (day, type, object_id, home_id, views, visitors)
    select ${day}::date - d, 'release', id, newsroom_id, 1 + (id * d) % 97, 1 + (id * d) % 89
    from generate_series(1, ${days}::int) d, store.releases`;
  await sql`alter table hits_daily add constraint hits_daily_type_object_id_day_pk primary key (type, object_id, day) include (views, visitors)`;
  await sql`create index hits_daily_home on hits_daily (day, home_id, type, object_id) include (views, visitors)`;
  await sql`insert into rollups (day, lines, hits, visitors, drops, sources, duration_ms, finished_at)
    select ${day}::date - d, 1000, 1000, 100, '{}', '[]', 1, now() from generate_series(1, ${days}::int) d`;
  await fillBreakdowns(sql, Math.min(BROKEN_DOWN, days));
  await fillSums(sql, days);
  await sql`vacuum analyze`;
}

/** What a release has of a day: each dimension's usual number of values. */
const values = [
  ['channel', 3, 6],
  ['referrer', 3, 400],
  ['page', 3, 2000],
  ['engine', 1, 5],
  ['term', 1, 900],
  ['device', 2, 4],
  ['browser', 3, 12],
  ['system', 2, 8],
  ['hour', 4, 24],
  ['visitor_hour', 3, 24],
  ['search_hour', 1, 24],
  ['bot_hour', 2, 24],
  ['bot', 2, 6],
] as const;

async function fillBreakdowns(sql: postgres.Sql, days: number): Promise<void> {
  const day = today();
  await sql`alter table hits_breakdown drop constraint hits_breakdown_type_object_id_dimension_value_day_pk`;
  for (const [dimension, perDay, ofAll] of values) {
    await sql`insert into hits_breakdown (day, type, object_id, dimension, value, views)
      select ${day}::date - d, 'release', id, ${dimension},
        case when ${dimension} = 'channel' then (array['search', 'direct', 'social', 'other', 'email', 'ai'])[1 + (id + d + v) % 6]
          when ${dimension} like '%hour' then ((id + d + v * 5) % 24)::text
          else ${dimension} || ' ' || (id * 7 + d * 3 + v) % ${ofAll}::int end, 1 + (id + d) % 30
      from generate_series(1, ${days}::int) d, generate_series(1, ${perDay}::int) v, store.releases
      where newsroom_id <= ${1 + BROKEN_DOWN_NEWSROOMS}`;
  }
  await sql`alter table hits_breakdown add constraint hits_breakdown_type_object_id_dimension_value_day_pk
    primary key (type, object_id, dimension, value, day) include (views)`;
}

/** As the roll-up makes them; months before the breakdowns get as many values of newsrooms as those after. */
async function fillSums(sql: postgres.Sql, days: number): Promise<void> {
  await sql`insert into hits_attributed (type, object_id, newsroom_id, home_id)
    select 'release', id, newsroom_id, newsroom_id from releases union all select 'newsroom', id, id, id from newsrooms`;
  await sql`insert into hits_sums (type, home_id, object_id, unit, start, views, visitors)
    select type, home_id, object_id, unit, date_trunc(unit, day::timestamp)::date, sum(views), sum(visitors)
    from hits_daily, unnest(${[...sumUnits]}::text[]) as units (unit) group by 1, 2, 3, 4, 5`;
  await sql`insert into hits_newsroom_daily (newsroom_id, day, type, views, visitors)
    select r.newsroom_id, h.day, h.type, sum(h.views), sum(h.visitors)
    from hits_daily h join store.releases r on r.id = h.object_id group by 1, 2, 3`;
  await sql`insert into hits_newsroom_breakdown (newsroom_id, dimension, day, value, views)
    select r.newsroom_id, b.dimension, b.day, b.value, sum(b.views)
    from hits_breakdown b join store.releases r on r.id = b.object_id group by 1, 2, 3, 4`;
  // The older days, as if they had been like the newest ones.
  for (let from = BROKEN_DOWN; from < days; from += BROKEN_DOWN)
    await sql`insert into hits_newsroom_breakdown (newsroom_id, dimension, day, value, views)
      select newsroom_id, dimension, day - ${from}::int, value, views from hits_newsroom_breakdown
      where day >= ${addDays(today(), -BROKEN_DOWN)} and day - ${from}::int >= ${addDays(today(), -days)}`;
  await sql`insert into hits_newsroom_breakdown (newsroom_id, dimension, day, value, views)
    select newsroom_id, ${WEEK_HOUR}, day, ((extract(isodow from day)::int - 1) * 24 + value::int)::text, views
    from hits_newsroom_breakdown where dimension = 'hour'`;
  await sql`insert into hits_newsroom_sums (newsroom_id, dimension, unit, start, value, views)
    select newsroom_id, dimension, unit, date_trunc(unit, day::timestamp)::date, value, sum(views)
    from hits_newsroom_breakdown, unnest(${[...sumUnits]}::text[]) as units (unit) group by 1, 2, 3, 4, 5`;
}

/** What PostgreSQL does for the parts that read the most: of the very statements of the reports. */
async function plans(large: number): Promise<string> {
  const span = { from: addDays(today(), -27), to: addDays(today(), -1), isToEnd: true };
  const newsroom = await contentsOf({ kind: 'newsroom', id: 1 });
  const one = await contentsOf({ kind: 'release', id: large + 7 });
  const names = dimensions.map(({ name }) => name);
  const hits = { metric: 'hits', filter: null } as const;
  const searched = { metric: 'hits', filter: { dimension: 'channel', value: 'search' } } as const;
  const asked: [string, SQL][] = [
    [
      `The values of all cards of the newsroom of ${short(large)} releases, 28 days:`,
      sql`select dimension, value, sum(views) from (${spanRows(newsroom, span, names)}) b group by 1, 2`,
    ],
    [
      'The hits of each of its releases:',
      sql`select id, sum(value) from (${spanValues(newsroom, span, hits)}) v (id, value) group by 1`,
    ],
    [
      'Those from search engines:',
      sql`select id, sum(value) from (${spanValues(newsroom, span, searched)}) v (id, value) group by 1`,
    ],
    [
      'The values of one release:',
      sql`select dimension, value, sum(views) from (${spanRows(one, span, names)}) b group by 1, 2`,
    ],
  ];
  const texts: string[] = [];
  for (const [what, statement] of asked) {
    const plan = await db().execute<{ 'QUERY PLAN': string }>(
      sql`explain (analyze, costs off, timing off, buffers) ${statement}`,
    );
    const lines = plan.map((row) => row['QUERY PLAN'].replace(LONG_LIST, '{…}'));
    texts.push(what, '', '```', ...lines, '```', '');
  }
  return texts.join('\n');
}

/** The ids of thousands of releases. */
const LONG_LIST = /\{[0-9,]{60,}\}/g;
