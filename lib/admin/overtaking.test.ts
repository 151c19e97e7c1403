import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createDraft, draftOf, saveDraft } from '@/lib/content/drafts';
import { testDatabase } from '@/lib/db/test-database';
import { recordForm } from './record-form';
import { saveRecord } from './save';
import { family, person } from './testing/people';
import { adminType } from './types';

/** A writer and an admin who save the same release at the same moment: neither's words are lost unseen. */
const { owner } = await testDatabase();
const type = adminType('release');
const admin = await person('admin');
const writer = await person('editor');

async function written() {
  const { room } = await family('one');
  const { id } = await createDraft(writer, room.id);
  const { revision, content } = await draftOf(writer, id);
  const first = await saveDraft(writer, id, {
    revision,
    content: { ...content, title: 'Before' },
    kind: 'save',
  });
  assert.ok('revision' in first);
  const form = await recordForm(admin, type, id);
  const adminSaves = () =>
    saveRecord(admin, type, id, {
      given: { ...form.values, title: 'What the admin typed' },
      version: form.version,
      seen: form.seen,
    });
  return {
    id,
    revision: first.revision,
    content: { ...content, title: 'What the writer typed' },
    adminSaves,
  };
}

/** Until so many statements wait for a lock, or a while has passed. */
async function waiting(many: number) {
  for (let i = 0; i < 50; i++) {
    const [row] = await owner`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`;
    if (row!.n >= many) return;
    await wait(20);
  }
}

async function assertTheWritersStands(id: number, answer: Awaited<ReturnType<typeof saveRecord>>) {
  assert.ok(answer.state === 'conflict', JSON.stringify(answer));
  assert.deepEqual(
    answer.fields.map(({ name, theirs, mine }) => [name, theirs, mine]),
    [['title', 'What the writer typed', 'What the admin typed']],
  );
  assert.equal((await draftOf(writer, id)).content.title, 'What the writer typed');
  const [row] = await owner`select title from releases where id = ${id}`;
  assert.notEqual(row!.title, 'What the admin typed');
}

test('an autosave under way is waited for, and the admin decides about both', async () => {
  const { id, revision, content, adminSaves } = await written();
  let answers: Promise<[Awaited<ReturnType<typeof saveDraft>>, Awaited<ReturnType<typeof saveRecord>>]>;
  await owner.begin(async (tx) => {
    // The writer's save has read what there is, and is held up where it adds a version.
    await tx`lock table release_versions in share mode`;
    const writing = saveDraft(writer, id, { revision, content, kind: 'autosave' });
    await waiting(1);
    const saving = adminSaves();
    await waiting(2);
    answers = Promise.all([writing, saving]);
  });
  const [writers, admins] = await answers!;
  assert.ok('revision' in writers && writers.revision === revision + 1, JSON.stringify(writers));
  await assertTheWritersStands(id, admins);
});

test('a working copy that changed after it was read is not written over', async () => {
  const { id, adminSaves } = await written();
  let saving: ReturnType<typeof saveRecord>;
  await owner.begin(async (tx) => {
    // As by somebody who takes no lock.
    await tx`update release_drafts set content = content || '{"title": "What the writer typed"}', revision = revision + 1 where release_id = ${id}`;
    saving = adminSaves();
    await waiting(1);
  });
  await assertTheWritersStands(id, await saving!);
});
