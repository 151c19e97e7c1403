import { join } from 'node:path';
import type postgres from 'postgres';
import { changeList } from '@/lib/admin/change-list';
import { defaults, type ListState } from '@/lib/admin/list-state';
import { adminType } from '@/lib/admin/types';
import type { User } from '@/lib/auth/users';
import { withStores } from './stores';
import { percentile, type Section, short } from './table';

/** The lists of the admin at a million releases: each whole list, with its counts, filters, dates and names. */
export async function admin(folder: string, releases: number): Promise<Section> {
  const dir = join(folder, `admin-${process.pid}`);
  return withStores(dir, async (sql) => {
    await fill(sql, releases);
    const type = adminType('release');
    const user: User = { id: 1, email: '', name: '', role: 'admin', timeZone: null, emailVerifiedAt: null };
    const show = (changes: Partial<ListState>) => changeList(user, type, { ...defaults(type), ...changes });
    const deep = (sort: string): ListState['cursor'] => ({
      direction: 'after',
      id: Math.round(releases / 2),
      value: sort === 'title' ? `Release number ${Math.round(releases / 2)}` : '2021-06-01 00:00:00+00',
    });
    const lists: Record<string, Partial<ListState>> = {
      'first page, newest first': {},
      'a page in the middle': { cursor: deep('-publishedAt') },
      'by title, in the middle': { sort: 'title', cursor: deep('title') },
      'one status': { filters: { status: 'draft' } },
      'one newsroom': { filters: { newsroomId: '7' } },
      'a month': { date: '2022-03' },
      'a word that one in 2 000 has': { q: 'subject777' },
      'a word that all have': { q: 'release' },
      'deleted (one in a hundred)': { show: 'deleted' },
      'all, by when it was changed': { show: 'all', sort: '-updatedAt' },
    };
    const table: string[][] = [];
    for (const [name, changes] of Object.entries(lists)) {
      const took: number[] = [];
      let rows = 0;
      for (let n = 0; n < 25; n++) {
        const start = performance.now();
        rows = (await show(changes)).rows.length;
        if (n >= 5) took.push(performance.now() - start);
      }
      table.push([name, String(rows), ...[0.5, 0.99].map((p) => `${percentile(took, p).toFixed(0)} ms`)]);
    }
    return {
      title: 'Lists of the admin',
      about: `${short(releases)} releases of 1 000 newsrooms, one in a hundred deleted; 50 rows with their total hits, counts of every filter and date (estimates, and said to be), one person at a time, from the application.`,
      head: ['list', 'rows', 'p50', 'p99'],
      rows: table,
      below: await plans(sql, releases),
    };
  });
}

/** The plans of what the pages of a list are read by, as the application and as the layer of deleted rows ask. */
async function plans(sql: postgres.Sql, releases: number): Promise<string> {
  const half = Math.round(releases / 2);
  const asked: Record<string, [role: string | null, statement: string]> = {
    'A page in the middle, living': [
      'presskit_app',
      `select id, title from releases where (coalesce(published_at, 'infinity'::timestamptz), id) < ('2021-06-01'::timestamptz, ${half})
       order by coalesce(published_at, 'infinity'::timestamptz) desc, id desc limit 51`,
    ],
    'The deleted, newest first': [
      null,
      `select id, title from store.releases where deletion_id is not null
       order by greatest(coalesce(published_at, 'infinity'::timestamptz)) desc, id desc limit 51`,
    ],
    'A rare word': [
      'presskit_app',
      `select id, title from releases where public.search_words(title, subtitle) @@ to_tsquery('simple', '''subject777'':*')
       order by coalesce(published_at, 'infinity'::timestamptz) desc, id desc limit 51`,
    ],
  };
  const parts: string[] = [];
  for (const [name, [role, statement]] of Object.entries(asked)) {
    const rows = await sql.begin(async (tx) => {
      if (role) await tx`set local role ${tx(role)}`;
      return tx.unsafe<{ 'QUERY PLAN': string }[]>(
        `explain (analyze, costs off, timing off, buffers) ${statement}`,
      );
    });
    parts.push(`${name}:`, '', '```', ...rows.map((row) => row['QUERY PLAN']), '```', '');
  }
  return parts.join('\n').trimEnd();
}

async function fill(sql: postgres.Sql, releases: number): Promise<void> {
  await sql`insert into store.newsrooms (slug, name) select 'newsroom-' || n, 'Newsroom ' || n from generate_series(1, 1000) n`;
  await sql`insert into store.deletions (root_table, reason) select 'releases', 'bench' from generate_series(1, 100)`;
  // As a restore does it: no trigger for each row, and the indexes of words when all rows are there.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    const words = await tx<{ name: string; definition: string }[]>`
      select indexname as name, indexdef as definition from pg_indexes
      where schemaname = 'store' and tablename = 'releases' and indexdef like '%USING gin%'`;
    for (const { name } of words) await tx`drop index store.${tx(name)}`;
    await tx`insert into store.releases (newsroom_id, slug, title, body_html, body_text, tags, status, published_at, created_at, updated_at, deleted_at, deletion_id)
      select 1 + n % 1000, 'release-' || n, 'Release number ' || n || ' about subject' || n % 2000, 'text', 'text', array['press'],
        case when n % 10 = 0 then 'draft' else 'published' end,
        case when n % 10 = 0 then null else timestamptz '2016-01-01' + n * interval '5 minutes' end,
        timestamptz '2016-01-01' + n * interval '5 minutes', timestamptz '2016-01-01' + n * interval '6 minutes',
        case when n % 100 = 1 then now() end, case when n % 100 = 1 then 1 + n / 100 % 100 end
      from generate_series(1, ${releases}::int) n`;
    for (const { definition } of words) await tx.unsafe(definition);
  });
  await sql`insert into hits_daily (day, type, object_id, views, visitors)
    select date '2026-11-23', 'release', n, 1 + n % 97, 1 + n % 89 from generate_series(1, ${releases}::int) n`;
  await sql`vacuum analyze`;
}
