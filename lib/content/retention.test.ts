import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { db } from '@/lib/db/client';
import { files, newsrooms, releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { byId, restore, softDelete } from './deleted';
import { storePath } from './file-store';
import { addFile } from './files';
import { isGone } from './gone';
import { purge } from './purging';
import { file, newsroom, release } from './registry';
import { createRelease } from './releases';
import { expired, purgeExpired } from './retention';

const { owner, url, dir } = await testDatabase();
const run = promisify(execFile);
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

let names = 0;
async function published() {
  const slug = `s${++names}`;
  const [room] = await db().insert(newsrooms).values({ slug, name: slug }).returning();
  const { id } = await createRelease({
    newsroomId: room!.id,
    title: slug,
    status: 'published',
    publishedAt: daysAgo(500),
  });
  const add = (data: string) =>
    addFile({
      newsroomId: room!.id,
      releaseId: id,
      kind: 'attachment',
      name: 'a.txt',
      data: Buffer.from(data),
    });
  return { room: room!, id, add };
}
const keptAt = async (id: number) => {
  const found = await byId(file, id);
  return storePath(`${found!.row.sha256}.${found!.row.extension}`);
};

test('a purge takes the bytes of a file along, but not those that another file has in common with it', async () => {
  const { id, add } = await published();
  const own = await add('only here');
  const shared = await add('twice');
  const other = await published();
  const same = await other.add('twice');
  const paths = [await keptAt(own.id), await keptAt(shared.id)];
  await softDelete(release, [id]);
  assert.ok(paths.every((path) => existsSync(path)));
  await purge(release, [id]);
  assert.deepEqual(
    paths.map((path) => existsSync(path)),
    [false, true],
  );
  await softDelete(file, [same.id]);
  await purge(file, [same.id]);
  assert.equal(existsSync(paths[1]!), false);
});

test('what was deleted longer ago than the setting says is removed, the rest stays and can be restored', async () => {
  const [old, young] = [await published(), await published()];
  const ancient = await softDelete(newsroom, [old.room.id], { by: 7, why: 'old', at: daysAgo(400) });
  const recent = await softDelete(newsroom, [young.room.id], { at: daysAgo(300) });
  assert.deepEqual(
    (await expired(365)).map(({ id, taken }) => [id, taken]),
    [[ancient.id, { newsrooms: 1, releases: 1 }]],
  );
  const done = await purgeExpired(365);
  assert.deepEqual(
    done.map(({ batch, taken }) => [batch.id, taken]),
    [[ancient.id, { newsrooms: 1, releases: 1 }]],
  );
  assert.equal(await byId(newsroom, old.room.id), null);
  assert.equal(await byId(release, old.id), null);
  assert.deepEqual(await purgeExpired(365), []);
  assert.deepEqual(await restore(ancient.id!), {});
  assert.deepEqual(await restore(recent.id!), { newsrooms: 1, releases: 1 });
  const [entry] =
    await owner`select action, actor_id, detail ->> 'batch' as batch from audit_log where action = 'retention.purge'`;
  assert.deepEqual(entry, { action: 'retention.purge', actor_id: null, batch: String(ancient.id) });
});

test('presskit purge is off unless it is set, tells what it would do, and does it', async () => {
  const { room, id } = await published();
  await softDelete(newsroom, [room.id], { at: daysAgo(40) });
  const presskit = async (args: string[], more: Record<string, string> = {}) => {
    const env = {
      ...process.env,
      DATABASE_URL: url,
      FILES_DIR: `${dir}/files`,
      MEMCACHED_SERVERS: '127.0.0.1:1',
      ...more,
    };
    const { stdout } = await run(
      process.execPath,
      ['--import', 'tsx', 'lib/cli/presskit.ts', 'purge', ...args],
      { env },
    );
    return stdout.trim();
  };
  assert.match(await presskit([]), /not set.*Nothing was removed/);
  assert.equal(
    await presskit(['--days', '30', '--dry-run']),
    'would remove 1 newsrooms, 1 releases, of 1 deletion',
  );
  assert.equal((await byId(release, id))?.state, 'deleted');
  const { deletions, taken, days } = JSON.parse(await presskit(['--json'], { RETENTION_DAYS: '30' }));
  assert.deepEqual([deletions.length, taken, days], [1, { newsrooms: 1, releases: 1 }, 30]);
  assert.equal(await byId(release, id), null);
  await assert.rejects(presskit(['--days', 'x']), { code: 2 });
});

test('gone is what was public until it was deleted; a draft, an embargoed one and what never was are not', async () => {
  const { room, id, add } = await published();
  const paper = await add('x');
  const paths = [`/newsrooms/${room.id}/any`, `/releases/${id}/any`, `/files/${paper.id}/a.txt`];
  const gone = () => Promise.all(paths.map(isGone));
  assert.deepEqual(await gone(), [false, false, false]);
  await softDelete(file, [paper.id]);
  assert.deepEqual(await gone(), [false, false, true]);
  const batch = await softDelete(newsroom, [room.id]);
  assert.deepEqual(await gone(), [true, true, true]);
  await restore(batch.id!);
  for (const values of [
    { status: 'draft', publishedAt: null },
    { status: 'embargoed', publishedAt: daysAgo(-3) },
    { status: 'scheduled', publishedAt: daysAgo(-3) },
  ] as const) {
    await db().update(releases).set(values);
    const hidden = await softDelete(release, [id]);
    assert.deepEqual(await gone(), [false, false, false], values.status);
    await restore(hidden.id!);
  }
  await softDelete(newsroom, [room.id]);
  await purge(newsroom, [room.id]);
  for (const path of [...paths, '/', '/releases', '/releases/9999999/x', '/nothing'])
    assert.equal(await isGone(path), false, path);
  assert.equal(await db().$count(files), 0);
});
