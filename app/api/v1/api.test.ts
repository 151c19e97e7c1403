import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createApiToken, revokeApiToken } from '@/lib/auth/api-tokens';
import { createUser, type User } from '@/lib/auth/users';
import { closeCache } from '@/lib/cache';
import { addDays, today } from '@/lib/clock';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { startMemcached } from '@/lib/machine/memcached';
import { GET as card } from './cards/[dimension]/route';
import { GET as releases } from './releases/route';
import { GET as openapi } from './route';
import { GET as statistics } from './statistics/route';

const { owner: sql } = await testDatabase();
const memcached = await startMemcached();
process.env.MEMCACHED_SERVERS = memcached.server;
after(async () => {
  closeCache();
  await memcached.stop();
});

let vera: User;
let token: string;
let acme: number;
let other: number;
let ids: number[];

before(async () => {
  acme = (await createNewsroom({ name: 'Acme' })).id;
  other = (await createNewsroom({ name: 'Other' })).id;
  ids = [];
  for (const newsroomId of [acme, acme, acme, other])
    ids.push((await createRelease({ newsroomId, title: `Of ${newsroomId}`, status: 'published' })).id);
  vera = await createUser({ email: 'vera@example.com', name: 'Vera', isVerified: true });
  await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${acme}, ${vera.id}, 'analyst')`;
  token = (await createApiToken(vera, 'for a test')).token;
  const day = addDays(today(), -2);
  await sql`insert into rollups values (${day}, 9, 9, 9, '{}', '[]', 1, now())`;
  for (const id of ids) {
    await sql`insert into hits_daily values (${day}, 'release', ${id}, 5, 4)`;
    for (const n of [1, 2, 3])
      await sql`insert into hits_breakdown values (${day}, 'release', ${id}, 'referrer', ${`site-${n}.example`}, ${n})`;
  }
});

async function asked(
  route: (request: Request) => Promise<Response>,
  query: string,
  headers: Record<string, string> = { authorization: `Bearer ${token}` },
) {
  const response = await route(new Request(`http://localhost/api/v1/x${query}`, { headers }));
  // biome-ignore lint/suspicious/noExplicitAny: whatever the API answers is looked at piece by piece
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
const cardOf = (dimension: string) => (request: Request) =>
  card(request, { params: Promise.resolve({ dimension }) });

test('only a token opens it: no cookie, no wrong, revoked or expired one', async () => {
  const none = await asked(statistics, '', { cookie: `presskit=${token}` });
  assert.deepEqual([none.status, none.body.code], [401, 'unauthorized']);
  assert.equal(none.headers.get('www-authenticate'), 'Bearer');
  const revoked = await createApiToken(vera, 'to be revoked');
  await revokeApiToken(vera, revoked.id);
  for (const wrong of ['presskit_x', revoked.token, `${token}x`])
    assert.equal((await asked(statistics, '', { authorization: `Bearer ${wrong}` })).status, 401);
  assert.equal((await asked(statistics, '')).status, 200);
});

test("a person's token reads their newsrooms, and no parameter widens that", async () => {
  const mine = await asked(statistics, '?scope=all');
  assert.equal(mine.body.tiles.hits.value, 15);
  assert.equal(mine.headers.get('cache-control'), 'no-store');
  assert.equal((await asked(statistics, `?scope=release:${ids[0]}`)).body.tiles.hits.value, 5);
  for (const route of [statistics, releases, cardOf('referrer')]) {
    for (const scope of [`newsroom:${other}`, `release:${ids[3]}`, 'newsroom:999999'])
      assert.equal((await asked(route, `?scope=${scope}`)).status, 404, scope);
    assert.equal((await asked(route, `?scope=all&scope=newsroom:${other}&newsroom=${other}`)).status, 200);
  }
  const listed = await asked(releases, '?ids=1,2,3,4');
  assert.deepEqual(
    listed.body.releases.map(({ id }: { id: number }) => id),
    [ids[2], ids[1], ids[0]],
  );
});

test('pages follow one another and hold everything once', async () => {
  const seen: number[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await asked(releases, `?limit=2${next ? `&cursor=${next}` : ''}`);
    seen.push(...body.releases.map(({ id }: { id: number }) => id));
    next = body.next;
  }
  assert.deepEqual(seen, [ids[2], ids[1], ids[0]]);
  const sites: string[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const { body } = await asked(cardOf('referrer'), `?limit=2${next ? `&cursor=${next}` : ''}`);
    sites.push(...body.rows.map(({ value }: { value: string }) => value));
    next = body.next;
  }
  assert.deepEqual(sites, ['site-3.example', 'site-2.example', 'site-1.example']);
});

test('what is not understood is said, with what there is', async () => {
  const wrong = await asked(statistics, '?period=fortnight');
  assert.deepEqual([wrong.status, wrong.body.code], [400, 'usage']);
  assert.match(wrong.body.error, /no period "fortnight".*28d/);
  // Nothing is shown in its place: that is for pages to say.
  assert.doesNotMatch(wrong.body.error, /shown/);
  const filtered = await asked(statistics, '?filter=channel:nonsense');
  assert.deepEqual([filtered.status, filtered.body.code], [400, 'usage']);
  assert.match(filtered.body.error, /no channel "nonsense".*search/);
  assert.equal((await asked(statistics, '?filter=device:Phone')).status, 200);
  const none = await asked(statistics, '?filter=referrer:nobody.example');
  assert.equal(none.status, 200);
  assert.ok(none.body.notes.some((note: string) => /^Nothing was counted under this filter/.test(note)));
  for (const query of ['?limit=0', '?limit=x', '?cursor=%00', '?cursor=zzzz', '?scope=everything'])
    assert.equal((await asked(releases, query)).status, 400, query);
  assert.equal((await asked(cardOf('colour'), '')).status, 404);
});

test('who asks too often is told when to ask again', async () => {
  const busy = await createUser({ email: 'busy@example.com', name: 'Busy', isVerified: true });
  const { token: theirs } = await createApiToken(busy, 'in a loop');
  const ask = () => asked(releases, '', { authorization: `Bearer ${theirs}` });
  for (let n = 0; n < 120; n++) assert.equal((await ask()).status, 200);
  const refused = await ask();
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal((await asked(releases, '')).status, 200, 'somebody else');
});

test('the description names every address there is', async () => {
  const { paths } = (await openapi().json()) as { paths: Record<string, unknown> };
  assert.deepEqual(Object.keys(paths), [
    '/api/v1/releases',
    '/api/v1/statistics',
    '/api/v1/cards/{dimension}',
  ]);
});
