import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { newsrooms, publicNewsroom } from '@/lib/content/newsrooms';
import { latestReleases, publicRelease } from '@/lib/content/releases';
import { closeDb, db } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { files, releases, users } from '@/lib/db/tables';
import { type PostgresServer, startPostgres } from '@/lib/machine/postgres';
import { type Seeded, seed } from './seed';
import { sampleUsers } from './users';

/** One story in order: a run that is interrupted, one that finishes it, one that finds everything done. */
const dir = mkdtempSync(join(tmpdir(), 'presskit-seed-'));
let postgres: PostgresServer;

before(async () => {
  postgres = await startPostgres({ dir: join(dir, 'postgres'), throwaway: true });
  Object.assign(process.env, {
    DATABASE_URL: postgres.url,
    FILES_DIR: join(dir, 'files'),
    LOG_DIR: join(dir, 'log'),
    SITE_URL: 'http://localhost:8080',
  });
  await migrate();
});

after(async () => {
  await closeDb();
  await postgres?.stop();
  rmSync(dir, { recursive: true, force: true });
});

test('an interrupted run says so', async () => {
  const stop = new AbortController();
  const log = (message: string) => {
    if (message.includes('drawing')) stop.abort(new Error('enough'));
  };
  await assert.rejects(seed({ scale: 'small', signal: stop.signal, log }), /enough/);
  assert.ok(!existsSync(join(dir, 'log')), 'no history yet');
});

test('the next run finishes it, with nothing twice', async () => {
  const result: Seeded = await seed({ scale: 'small' });
  assert.equal(result.newsrooms, 3);
  assert.equal(result.releases, 12);
  assert.equal(result.days, 4, 'three days and today');
  assert.ok(result.lines > 300, `${result.lines} lines`);
  assert.equal(await db().$count(releases), 12);
  assert.equal(await db().$count(files), result.files);
  assert.equal(await db().$count(users), sampleUsers.length);
  assert.ok(!existsSync(join(dir, 'files', 'sample-unfinished')));
});

test('what it wrote is public, complete and of its own day', async () => {
  const listed = await newsrooms();
  assert.equal(listed.length, 3);
  assert.ok(listed.every(({ logo }) => logo !== null));
  const shown = await latestReleases(50);
  assert.equal(shown.length, 9, 'the others are a draft, an embargo and one for tomorrow');
  for (const { id, publishedAt } of shown) {
    const release = (await publicRelease(id))!;
    assert.deepEqual(release.updatedAt, publishedAt);
    assert.ok(release.contacts.length > 0 && release.boilerplate.length > 100);
  }
  const galleries = await Promise.all(shown.map(({ id }) => publicRelease(id)));
  assert.ok(galleries.some((release) => release!.pictures.length >= 3));
  assert.ok(galleries.some((release) => release!.attachments.length >= 2));
  assert.ok((await publicNewsroom(listed[0]!.id))!.contacts.length > 0);
});

test('every day has its log', () => {
  const logs = readdirSync(join(dir, 'log'), { recursive: true })
    .map(String)
    .filter((path) => path.includes('access.log'));
  assert.equal(logs.filter((path) => path.endsWith('access.log.gz')).length, 3);
  assert.equal(logs.filter((path) => path.endsWith('access.log')).length, 1);
});

test('with releases there, it does nothing and says so', async () => {
  const said: string[] = [];
  const result = await seed({ scale: 'small', log: (message) => said.push(message) });
  assert.deepEqual(result, { newsrooms: 0, releases: 0, files: 0, days: 0, lines: 0 });
  assert.match(said.join(), /nothing was added/);
});
