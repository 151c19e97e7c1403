import assert from 'node:assert/strict';
import { test } from 'node:test';
import { and, eq, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { hitsDaily, releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { newestFirst, summaries } from './selections';
import { visible } from './visible';

const { owner } = await testDatabase();
await owner.unsafe(`
  insert into store.newsrooms (slug, name) select 'n' || n, 'N' from generate_series(1, 20) n;
  insert into store.releases (newsroom_id, status, published_at, slug, title, tags, body_html)
    select 1 + n % 20, 'published', now() - n * interval '1 hour', 'r' || n, 'Title ' || n, array['t' || n % 5000], repeat('x', 1200)
    from generate_series(1, 20000) n;
  insert into store.files (newsroom_id, release_id, kind, name, mime, bytes, sha256, extension, width, height)
    select newsroom_id, id, 'image', 'a.png', 'image/png', 1, '0', 'png', 1, 1 from store.releases where id % 4 = 0;
  insert into hits_daily select date '2026-01-01' + d, 'release', n, 1, 1
    from generate_series(1, 1000) n, generate_series(0, 99) d`);
await owner`vacuum analyze`;

async function planOf(query: { toSQL(): { sql: string; params: unknown[] } }): Promise<string> {
  const { sql: text, params } = query.toSQL();
  // As the application, whose rows come through the view.
  const rows = await owner.begin(async (tx) => {
    await tx`set local role presskit_app`;
    return tx.unsafe(`explain ${text}`, params as string[]);
  });
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const at = visible(new Date());

test('the newest releases are read from the index, in its order', async () => {
  const plan = await planOf(summaries(at, newestFirst, 12));
  assert.match(plan, /Index Scan Backward using releases_visible/);
  assert.doesNotMatch(plan, /Sort|Seq Scan on releases/);
});

test('so are those of a newsroom', async () => {
  const plan = await planOf(summaries(and(at, eq(releases.newsroomId, 7)), newestFirst, 12));
  assert.match(plan, /Index Scan Backward using releases_newsroom_visible/);
  assert.doesNotMatch(plan, /Sort|Seq Scan on releases/);
});

test('counting visible releases reads the index alone', async () => {
  const plan = await planOf(db().select({ n: sql`count(*)` }).from(releases).where(at));
  assert.match(plan, /Index Only Scan using releases_(newsroom_)?visible/);
});

test('tags and words are looked up in their indexes', async () => {
  const tagged = sql`${releases.tags} @> array['t7']::text[]`;
  assert.match(
    await planOf(summaries(and(at, tagged), newestFirst, 12)),
    /Bitmap Index Scan on releases_tags/,
  );
  const words = sql`${releases.search} @@ websearch_to_tsquery('english', '1234')`;
  assert.match(
    await planOf(summaries(and(at, words), newestFirst, 12)),
    /Bitmap Index Scan on releases_search/,
  );
});

test('the total of one content reads the index of hits_daily alone', async () => {
  const total = db()
    .select({ total: sql`sum(${hitsDaily.views})` })
    .from(hitsDaily)
    .where(and(eq(hitsDaily.type, 'release'), eq(hitsDaily.objectId, 7)));
  const plan = await planOf(total);
  assert.match(plan, /Index Only Scan using hits_daily_type_object_id_day_pk/);
});
