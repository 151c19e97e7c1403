import assert from 'node:assert/strict';
import { test } from 'node:test';
import { db } from '@/lib/db/client';
import { releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { deleteRecords } from './deletions';
import { home } from './home';
import { family, person } from './testing/people';
import { adminType } from './types';

const { dir } = await testDatabase();

test('the overview has the last deletions, what comes next, the health, the disk and the setting', async () => {
  const [admin, editor, author] = [await person('admin'), await person('editor'), await person('author')];
  const { room, releases: list } = await family('one', 'two');
  await deleteRecords(editor, adminType('release'), [list[0]!.id], { why: 'old' });
  await deleteRecords(admin, adminType('user'), [author.id]);
  const next = new Date(Date.now() + 3_600_000);
  await db()
    .insert(releases)
    .values({ newsroomId: room.id, slug: 'soon', title: 'Soon', status: 'embargoed', publishedAt: next });
  const seen = await home(admin);
  assert.deepEqual(
    seen.deletions.map(({ what, by, why }) => [what, by?.name, why]),
    [
      [author.name, admin.name, null],
      ['Title one', editor.name, 'old'],
    ],
  );
  assert.deepEqual(
    seen.scheduled.map(({ title, status, newsroom, publishedAt }) => [title, status, newsroom, publishedAt]),
    [['Soon', 'embargoed', room.name, next]],
  );
  assert.deepEqual([seen.health, seen.retentionDays], [null, null]);

  Object.assign(process.env, { MEMCACHED_SERVERS: '127.0.0.1:1', RETENTION_DAYS: '90', STATE_DIR: dir });
  const more = await home(admin);
  assert.equal(more.retentionDays, 90);
  assert.equal(more.health?.ok, false);
  assert.match(more.health!.reasons.join(), /memcached 127\.0\.0\.1:1 does not answer/);
  assert.ok(
    more.disk.some(({ path, freeBytes, totalBytes }) => path === dir && freeBytes > 0 && totalBytes > 0),
  );
  // Of users an editor sees nothing, so not that one was deleted either.
  assert.deepEqual(
    (await home(editor)).deletions.map(({ type }) => type),
    ['release'],
  );
  await assert.rejects(home(author), { code: 'not_found' });
});
