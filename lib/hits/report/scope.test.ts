import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  createShareLink,
  listShareLinks,
  noteUse,
  openShareLink,
  revokeShareLink,
} from '@/lib/auth/share-links';
import type { Role, User } from '@/lib/auth/users';
import { createUser } from '@/lib/auth/users';
import { closeCache } from '@/lib/cache';
import { restore, softDelete } from '@/lib/content/deleted';
import { createNewsroom } from '@/lib/content/newsrooms';
import { newsroom as newsroomType, release as releaseType } from '@/lib/content/registry';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { startMemcached } from '@/lib/machine/memcached';
import { parseQuery } from './query';
import { releaseList } from './release-list';
import { releasesOf, report } from './report';
import { draftsShownTo, parseScope, scopeFor, stillMay } from './scope';

const { owner: sql, dir } = await testDatabase();
const memcached = await startMemcached();
process.env.MEMCACHED_SERVERS = memcached.server;
process.env.CLOCK_FILE = join(dir, 'clock');
const clock = (instant: string) => writeFile(join(dir, 'clock'), instant);
after(async () => {
  delete process.env.CLOCK_FILE;
  closeCache();
  await memcached.stop();
});

const people = {} as Record<string, User>;
let acme: number;
let other: number;
let release: number;

before(async () => {
  await clock('2026-11-24T12:00:00Z');
  acme = (await createNewsroom({ name: 'Acme' })).id;
  other = (await createNewsroom({ name: 'Other' })).id;
  release = (await createRelease({ newsroomId: acme, title: 'One', status: 'published' })).id;
  const join = async (
    name: string,
    role: Role,
    member?: 'owner' | 'editor' | 'analyst',
    newsroomId = acme,
  ) => {
    people[name] = await createUser({ email: `${name}@example.com`, name, role, isVerified: true });
    if (member)
      await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${newsroomId}, ${people[name].id}, ${member})`;
  };
  await join('admin', 'admin');
  await join('editor', 'editor');
  await join('auditor', 'auditor');
  await join('owner', 'author', 'owner');
  await join('writer', 'author', 'editor');
  await join('analyst', 'author', 'analyst');
  await join('stranger', 'author', 'owner', other);
  await join('nobody', 'author');
});

async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'yes';
  } catch (error) {
    assert.ok(error instanceof PresskitError, String(error));
    return error.code;
  }
}

const scopeOfShareLink = async (token: string) => (await openShareLink(token))?.scope ?? null;

test('who sees whose statistics, as a matrix', async () => {
  const found: Record<string, string[]> = {};
  for (const [name, user] of Object.entries(people)) {
    found[name] = [
      await outcome(() => scopeFor(user, `release:${release}`)),
      await outcome(() => scopeFor(user, `newsroom:${acme}`)),
      await outcome(() => scopeFor(user, `newsroom:${other}`)),
      ((await scopeFor(user, 'all')) as { ids: number[] }).ids.sort((a, b) => a - b).join(),
    ];
  }
  const both = `${acme},${other}`;
  const all = ['yes', 'yes', 'yes', both];
  const ofAcme = ['yes', 'yes', 'not_found', `${acme}`];
  assert.deepEqual(found, {
    admin: all,
    editor: all,
    auditor: all,
    owner: ofAcme,
    writer: ofAcme,
    analyst: ofAcme,
    stranger: ['not_found', 'not_found', 'yes', `${other}`],
    nobody: ['not_found', 'not_found', 'not_found', ''],
  });
});

test('who may only read statistics learns of no draft and no embargo', async () => {
  const at = { newsroomId: acme, bodyHtml: '<p>Soon.</p>' };
  const draft = await createRelease({ ...at, title: 'Secret draft' });
  const embargoed = await createRelease({
    ...at,
    title: 'Secret embargo',
    status: 'embargoed',
    publishedAt: new Date('2026-11-25T09:00:00Z'),
  });
  const { query } = parseQuery({});
  const learns = async (user: User) => {
    const scope = await scopeFor(user, `newsroom:${acme}`);
    const draftsOf = await draftsShownTo(user);
    const shown = await report(scope, query, { draftsOf });
    const said = JSON.stringify([
      shown,
      await releasesOf(scope, query, { draftsOf, search: 'secret' }),
      await releaseList(scope, { before: null, limit: 50, draftsOf }),
    ]);
    return [
      said.includes('Secret draft'),
      said.includes('Secret embargo'),
      shown.releasesTotal,
      await outcome(() => scopeFor(user, `release:${draft.id}`)),
      await outcome(() => scopeFor(user, `release:${embargoed.id}`)),
    ];
  };
  for (const name of ['admin', 'editor', 'owner', 'writer'])
    assert.deepEqual(await learns(people[name]!), [true, true, 3, 'yes', 'yes'], name);
  for (const name of ['auditor', 'analyst'])
    assert.deepEqual(await learns(people[name]!), [false, false, 1, 'not_found', 'not_found'], name);
  await clock('2026-11-25T09:00:00Z');
  const [, isShown, total, , asked] = await learns(people.analyst!);
  assert.deepEqual([isShown, total, asked], [true, 2, 'yes'], 'when the embargo is over');
  await clock('2026-11-24T12:00:00Z');
});

test("somebody else's and nobody's are told in the same words", async () => {
  const message = (asked: string) =>
    scopeFor(people.stranger!, asked).then(
      () => assert.fail(),
      (error) => (error as Error).message.replace(/\d+/, 'n'),
    );
  assert.equal(await message(`release:${release}`), await message('release:999999'));
  assert.equal(await message(`newsroom:${acme}`), await message('newsroom:999999'));
});

test('what is written otherwise is no scope', () => {
  for (const asked of ['', 'release', 'release:0', 'release:1 or 1=1', 'newsroom:-1', 'newsrooms:1', 'ALL'])
    assert.throws(() => parseScope(asked), /a scope is written like/);
});

test('a release that readers do not see any more is over for who may only read statistics', async () => {
  const created = await createRelease({ newsroomId: acme, title: 'For a while', status: 'published' });
  const scope = { kind: 'release', id: created.id } as const;
  const link = await createShareLink(people.owner!, { type: 'release', id: created.id, expires: null });
  const may = async () => [
    await stillMay(people.owner!, scope),
    await stillMay(people.analyst!, scope),
    await stillMay(people.auditor!, scope),
    (await openShareLink(link.token)) !== null,
  ];
  assert.deepEqual(await may(), [true, true, true, true]);
  await sql`update releases set status = 'draft' where id = ${created.id}`;
  assert.deepEqual(await may(), [true, false, false, false]);
  await sql`update releases set status = 'published' where id = ${created.id}`;
  assert.deepEqual(await may(), [true, true, true, true]);
  await softDelete(releaseType, [created.id]);
  assert.deepEqual(await may(), [false, false, false, false]);
});

test('a right that ends is noticed', async () => {
  const scope = await scopeFor(people.analyst!, 'all');
  assert.equal(await stillMay(people.analyst!, scope), true);
  await sql`delete from newsroom_members where user_id = ${people.analyst!.id}`;
  assert.equal(await stillMay(people.analyst!, scope), false);
  assert.equal(await stillMay(people.analyst!, { kind: 'release', id: release }), false);
});

test('a share link shows one thing until it expires, is revoked, or that is deleted', async () => {
  const owner = people.owner!;
  const day = 86_400_000;
  const expires = new Date(Date.parse('2026-11-24T12:00:00Z') + day);
  const made = await createShareLink(owner, { type: 'release', id: release, expires });
  const scope = { kind: 'release', id: release };
  assert.deepEqual(await scopeOfShareLink(made.token), scope);
  assert.equal(await scopeOfShareLink(`${made.token.slice(0, -1)}x`), null);
  const { id: deletion } = await softDelete(releaseType, [release]);
  assert.equal(await scopeOfShareLink(made.token), null);
  await restore(deletion!);
  assert.deepEqual(await scopeOfShareLink(made.token), scope);
  await clock('2026-11-25T12:00:01Z');
  assert.equal(await scopeOfShareLink(made.token), null);
  assert.deepEqual(await listShareLinks(owner, { type: 'release', id: release }), []);

  const lasting = await createShareLink(owner, { type: 'newsroom', id: acme, expires: null });
  assert.deepEqual(await scopeOfShareLink(lasting.token), { kind: 'newsroom', id: acme });
  const [listed] = await listShareLinks(owner, { type: 'newsroom', id: acme });
  assert.deepEqual([listed!.createdBy, listed!.expiresAt], ['owner', null]);
  await revokeShareLink(owner, listed!.id);
  assert.equal(await scopeOfShareLink(lasting.token), null);
  const stored = await sql`select * from share_links`;
  assert.ok(!JSON.stringify(stored).includes(lasting.token));
});

test('two links of one day are told apart by their names and by when they were opened', async () => {
  const owner = people.owner!;
  const shared = { type: 'newsroom', id: acme, expires: null } as const;
  const board = await createShareLink(owner, { ...shared, name: '  The\n board ' });
  const other = await createShareLink(owner, shared);
  const listed = async () =>
    (await listShareLinks(owner, shared)).map(({ id, name, usedAt }) => [id, name, usedAt?.toISOString()]);
  const opened = async () => {
    await noteUse((await openShareLink(board.token))!);
    return (await listed())[1]![2];
  };
  assert.deepEqual(await listed(), [
    [other.id, '', undefined],
    [board.id, 'The board', undefined],
  ]);
  await clock('2026-11-25T13:00:00Z');
  assert.equal(await opened(), '2026-11-25T13:00:00.000Z');
  await clock('2026-11-25T13:59:59Z');
  assert.equal(await opened(), '2026-11-25T13:00:00.000Z', 'written once an hour at most');
  await clock('2026-11-25T14:00:01Z');
  assert.equal(await opened(), '2026-11-25T14:00:01.000Z');
  assert.equal((await listed())[0]![2], undefined, 'the other one was not opened');
  const noted = await sql`select count(*)::int as n from history.entries where table_name = 'share_links'
    and record_id = ${board.id}`;
  assert.equal(noted[0]!.n, 1, 'an opening is no change in the history');
  assert.equal(await outcome(() => createShareLink(owner, { ...shared, name: 'x'.repeat(81) })), 'invalid');
  for (const { id } of [board, other]) await revokeShareLink(owner, id);
});

test('an opening that cannot be noted shows the statistics all the same', async (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const link = await createShareLink(people.owner!, { type: 'newsroom', id: acme, expires: null });
  await sql`create function pg_temp.refused() returns trigger language plpgsql as
    'begin raise exception $$read-only$$; end'`;
  await sql`create trigger refused before update on share_links for each row execute function pg_temp.refused()`;
  await noteUse((await openShareLink(link.token))!);
  await sql`drop trigger refused on share_links`;
  assert.equal(said.mock.callCount(), 1);
  assert.deepEqual(await scopeOfShareLink(link.token), { kind: 'newsroom', id: acme });
  await revokeShareLink(people.owner!, link.id);
});

test('who may make and revoke share links, as a matrix', async () => {
  const link = await createShareLink(people.owner!, { type: 'newsroom', id: acme, expires: null });
  const found: Record<string, string[]> = {};
  for (const name of ['auditor', 'writer', 'stranger', 'nobody']) {
    const user = people[name]!;
    found[name] = [
      await outcome(() => createShareLink(user, { type: 'release', id: release, expires: null })),
      await outcome(() => listShareLinks(user, { type: 'newsroom', id: acme })),
      await outcome(() => revokeShareLink(user, link.id)),
    ];
  }
  assert.deepEqual(found, {
    auditor: ['forbidden', 'forbidden', 'forbidden'],
    writer: ['yes', 'yes', 'yes'],
    stranger: ['not_found', 'not_found', 'not_found'],
    nobody: ['not_found', 'not_found', 'not_found'],
  });
});

test('a deleted newsroom is nobody’s', async () => {
  await softDelete(newsroomType, [other]);
  assert.equal(await outcome(() => scopeFor(people.admin!, `newsroom:${other}`)), 'not_found');
});
