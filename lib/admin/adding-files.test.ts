import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { draftOf } from '@/lib/content/drafts';
import { publish } from '@/lib/content/publishing';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { addRecordFile, checkAdding } from './adding-files';
import { changeList } from './change-list';
import { actsOn } from './history';
import { defaults } from './list-state';
import { blankForm, recordForm } from './record-form';
import { saveRecord } from './save';
import { family, person } from './testing/people';
import { adminType } from './types';

await testDatabase();
const admin = await person('admin');
const type = adminType('file');
const text = { name: 'Prices.txt', data: Buffer.from('All prices\n') };
const nothing = { newsroomId: '', releaseId: '', kind: '', title: '', alt: '', caption: '' };

async function added(given: Record<string, string>, file = text): Promise<number> {
  const answer = await addRecordFile(admin, { ...nothing, ...given }, file);
  assert.ok(answer.state === 'saved', JSON.stringify(answer));
  return answer.id;
}

test('a file of a newsroom is public at once, and says who added it', async () => {
  const { room } = await family('one');
  const id = await added({ newsroomId: room.name, title: 'Our prices' });
  const form = await recordForm(admin, type, id);
  assert.deepEqual([form.title, form.values.title, form.isHidden], ['prices.txt', 'Our prices', false]);
  assert.equal(form.siteUrl, `/files/${id}/prices.txt`);
  const [act] = await actsOn(admin, type, id);
  assert.deepEqual([act!.action, act!.by], ['admin.add', admin.name]);
});

test('a file of a release is in its working copy, has no page before that is published, and says so', async () => {
  const { room } = await family('one');
  const release = await createRelease({
    newsroomId: room.id,
    title: 'With a picture',
    bodyHtml: '<p>All that there is to say.</p>',
  });
  const data = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#123' } })
    .png()
    .toBuffer();
  const given = { releaseId: String(release.id), alt: 'A ship', caption: 'In port' };
  const id = await added(given, { name: 'ship.png', data });
  const hidden = await recordForm(admin, type, id);
  assert.deepEqual([hidden.siteUrl, hidden.isHidden], [null, true]);
  const list = () =>
    changeList(admin, type, {
      ...defaults(type),
      columns: ['name'],
      filters: { releaseId: String(release.id) },
    });
  assert.deepEqual(
    (await list()).rows.map(({ siteUrl }) => siteUrl),
    [null],
  );
  const draft = await draftOf(admin, release.id);
  assert.deepEqual(draft.content.pictures, [{ id, alt: 'A ship', caption: 'In port' }]);
  await publish(admin, release.id, { revision: draft.revision, when: 'now' });
  assert.equal((await recordForm(admin, type, id)).siteUrl, `/files/${id}/ship.png`);
  assert.deepEqual(
    (await list()).rows.map(({ siteUrl }) => siteUrl),
    [`/files/${id}/ship.png`],
  );
});

test('what is wrong is said, and nothing is added', async () => {
  const { room, releases } = await family('one');
  const other = await family('two');
  const problems = async (given: Record<string, string>) => {
    const answer = await addRecordFile(admin, { ...nothing, ...given }, text);
    return answer.state === 'invalid' ? Object.keys(answer.problems) : [];
  };
  assert.deepEqual(await problems({}), ['newsroomId']);
  assert.deepEqual(await problems({ releaseId: '999999' }), ['releaseId']);
  assert.deepEqual(await problems({ newsroomId: 'no such room' }), ['newsroomId']);
  const both = { ...nothing, newsroomId: String(other.room.id), releaseId: String(releases[0]!.id) };
  await assert.rejects(addRecordFile(admin, both, text), { code: 'invalid' });
  const script = { name: 'x.html', data: Buffer.from('<script>alert(1)</script>') };
  await assert.rejects(addRecordFile(admin, { ...nothing, newsroomId: String(room.id) }, script), {
    code: 'invalid',
  });
  const without = await saveRecord(admin, type, null, {
    given: { newsroomId: String(room.id) },
    version: null,
  });
  assert.match((without.state === 'invalid' && without.problems['']) || '', /choose a file/);
});

test('a form knows what it was opened for, and those without the right get none', async () => {
  const { room } = await family('one');
  const preset = { newsroomId: String(room.id) };
  assert.equal((await blankForm(admin, type, preset)).values.newsroomId, String(room.id));
  for (const [role, code] of [
    ['auditor', 'forbidden'],
    ['author', 'not_found'],
  ] as const) {
    const user = await person(role);
    await assert.rejects(blankForm(user, type), { code });
    await assert.rejects(checkAdding(user), { code });
    await assert.rejects(addRecordFile(user, { ...nothing, ...preset }, text), { code });
  }
});
