import { join } from 'node:path';
import type postgres from 'postgres';
import { publicRelease, relatedReleases, searchReleases } from '@/lib/content/releases';
import { counts } from '@/lib/hits/statistics';
import { withStores } from './stores';
import { percentile, type Section, short } from './table';

/** What a release page asks the database, at 100 000 releases and 30 million rows of daily hits. */
export async function database(folder: string, releases: number, rows: number): Promise<Section> {
  const dir = join(folder, `database-${process.pid}`);
  return withStores(dir, async (sql) => {
    await fill(sql, releases, Math.round(rows / releases));
    const ids = await sql<{ id: number }[]>`select id from releases order by random() limit 1000`;
    const parts = {
      'release, with newsroom and files': (id: number) => publicRelease(id),
      'hits of all days': (id: number) => counts({ type: 'release', id }),
      'related releases': (id: number) =>
        relatedReleases({ id, newsroom: { id: 1 + (id % 1000) }, tags: [`topic-${id % 500}`] }, 3),
      'archive, a full-text search': (id: number) =>
        searchReleases({ q: `subject${id % 2000}`, page: 1, perPage: 20 }),
    };
    const table: string[][] = [];
    for (const [name, ask] of Object.entries(parts)) {
      const took: number[] = [];
      for (const { id } of ids) {
        const start = performance.now();
        await ask(id);
        took.push(performance.now() - start);
      }
      table.push([name, ...[0.5, 0.99].map((p) => `${percentile(took.slice(100), p).toFixed(1)} ms`)]);
    }
    const plan = await sql.unsafe<{ 'QUERY PLAN': string }[]>(
      `explain (analyze, costs off, timing off, buffers) select sum(views) from hits_daily where type = 'release' and object_id = $1 and day < '2026-11-24'`,
      [ids[0]!.id],
    );
    return {
      title: "The release page's database time",
      about: `${short(releases)} releases of 1 000 newsrooms, ${short(rows)} rows in \`hits_daily\`; 900 random releases after 100 to warm up, from the application, round trip included.`,
      head: ['', 'p50', 'p99'],
      rows: table,
      below: ['The plan of the total:', '', '```', ...plan.map((row) => row['QUERY PLAN']), '```'].join('\n'),
    };
  });
}

async function fill(sql: postgres.Sql, releases: number, days: number): Promise<void> {
  await sql`insert into store.newsrooms (slug, name) select 'newsroom-' || n, 'Newsroom ' || n from generate_series(1, 1000) n`;
  await sql`insert into store.releases (newsroom_id, slug, title, body_html, body_text, tags, status, published_at)
    select 1 + n % 1000, 'release-' || n, 'Release number ' || n || ' about subject' || n % 2000, text, text,
           array['topic-' || n % 500, 'press'], 'published', now() - n * interval '5 minutes'
    from generate_series(1, ${releases}::int) n,
         lateral (select repeat('words of release ' || n || ' ', 100) as text) body`;
  // The index is made after the rows, as a restore does it.
  await sql`alter table hits_daily drop constraint hits_daily_type_object_id_day_pk`;
  await sql`insert into hits_daily (day, type, object_id, views, visitors)
    select date '2026-11-24' - d, 'release', id, 1 + (id * d) % 97, 1 + (id * d) % 89
    from generate_series(1, ${days}::int) d, store.releases`;
  await sql`alter table hits_daily add constraint hits_daily_type_object_id_day_pk primary key (type, object_id, day) include (views, visitors)`;
  await sql`vacuum analyze`;
}
