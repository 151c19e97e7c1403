import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { type Answer, Autosave, type Outside, type SaveState } from './autosave';
import type { DraftContent } from './types';

const content = (title: string) => ({ title }) as DraftContent;
const saved = (revision: number): Answer => ({
  ok: true,
  revision,
  savedAt: '2026-11-24T12:04:00Z',
  editors: [],
  checklist: [],
});
const offline: Answer = { ok: false, why: 'offline', message: 'the connection is gone' };
const conflict = (revision: number, title: string): Answer => ({
  ok: false,
  conflict: { by: { id: 2, name: 'Vera' }, savedAt: new Date(), revision, content: content(title) },
});

/** An editor in which somebody writes, and a server that answers as it is told. */
class Desk {
  title = 'a';
  kept: string | null = null;
  sent: string[] = [];
  states: SaveState['kind'][] = [];
  answers: (Answer | Promise<Answer>)[] = [];
  readonly autosave: Autosave;

  constructor() {
    const outside: Outside = {
      collect: () => content(this.title),
      send: async ({ revision, content: { title } }) => {
        this.sent.push(`${revision}:${title}`);
        return this.answers.shift() ?? offline;
      },
      keep: (copy) => {
        this.kept = copy && `${copy.revision}:${copy.content.title}`;
      },
      tell: ({ kind }) => this.states.push(kind),
      saved: () => {},
      same: (a, b) => a.title === b.title,
    };
    this.autosave = new Autosave(outside, 1, null);
  }

  write(title: string): void {
    this.title = title;
    this.autosave.changed();
  }
}

/** Lets so much time pass, and what was waiting for it happen. */
async function wait(ms: number): Promise<void> {
  mock.timers.tick(ms);
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
});

test('what is written is saved after a pause, and kept in the browser until then', async () => {
  const desk = new Desk();
  desk.answers = [saved(2)];
  desk.write('b');
  await wait(1000);
  desk.write('bc');
  assert.deepEqual([desk.sent, desk.kept, desk.autosave.isUnsaved], [[], '1:bc', true]);
  await wait(1500);
  assert.deepEqual([desk.sent, desk.kept, desk.autosave.isUnsaved], [['1:bc'], null, false]);
  assert.deepEqual(desk.states, ['changed', 'changed', 'saving', 'saved']);
});

test('somebody who never pauses is saved every ten seconds', async () => {
  const desk = new Desk();
  desk.answers = [saved(2)];
  for (let i = 0; i < 11; i++) {
    desk.write(`${i}`);
    await wait(1000);
  }
  assert.equal(desk.sent.length, 1);
});

test('what is written while a save is under way goes with the next', async () => {
  const desk = new Desk();
  let arrive = (_: Answer) => {};
  desk.answers = [new Promise((resolve) => (arrive = resolve)), saved(3)];
  desk.write('b');
  await wait(1500);
  desk.write('c');
  await wait(1500);
  assert.deepEqual(desk.sent, ['1:b']);
  arrive(saved(2));
  await wait(0);
  assert.deepEqual([desk.sent, desk.kept], [['1:b', '2:c'], null]);
});

test('without a connection it is tried again, later and later, and nothing is lost', async () => {
  const desk = new Desk();
  desk.answers = [offline, offline, saved(2)];
  desk.write('b');
  await wait(1500);
  assert.deepEqual([desk.autosave.state.kind, desk.kept], ['failed', '1:b']);
  desk.write('bc');
  await wait(4900);
  assert.equal(desk.sent.length, 1);
  await wait(100);
  assert.equal(desk.sent.length, 2);
  await wait(10_000);
  assert.deepEqual([desk.sent.at(-1), desk.autosave.state.kind, desk.kept], ['1:bc', 'saved', null]);
});

test('what is refused is not sent again and again, but when it has changed', async () => {
  const desk = new Desk();
  desk.answers = [{ ok: false, why: 'too_large', message: 'too large' }, saved(2)];
  desk.write('b');
  await wait(1500);
  await wait(600_000);
  assert.equal(desk.sent.length, 1);
  desk.write('');
  await wait(1500);
  assert.deepEqual([desk.sent.length, desk.autosave.state.kind], [2, 'saved']);
});

test('a release that is gone is not saved any more; the text stays in the browser', async () => {
  const desk = new Desk();
  desk.answers = [{ ok: false, why: 'gone', message: 'deleted' }];
  desk.write('b');
  await wait(1500);
  desk.write('bc');
  await wait(600_000);
  assert.deepEqual([desk.sent.length, desk.kept, desk.autosave.isUnsaved], [1, '1:bc', true]);
});

test('in a conflict nothing is sent until somebody decides; "mine" goes on top of theirs', async () => {
  const desk = new Desk();
  desk.answers = [conflict(5, 'theirs'), saved(6)];
  desk.write('mine');
  await wait(1500);
  desk.write('mine and more');
  await wait(600_000);
  assert.deepEqual(
    [desk.sent.length, desk.autosave.state.kind, desk.kept],
    [1, 'conflict', '1:mine and more'],
  );
  assert.equal(await desk.autosave.keepMine(), true);
  assert.deepEqual([desk.sent.at(-1), desk.autosave.revision, desk.kept], ['5:mine and more', 6, null]);
});

test('a save whose answer was lost is no conflict with oneself', async () => {
  const desk = new Desk();
  desk.answers = [offline, conflict(2, 'b'), saved(3)];
  desk.write('b');
  await wait(1500);
  desk.write('bc');
  await wait(5000);
  assert.deepEqual([desk.sent, desk.autosave.state.kind], [['1:b', '1:bc', '2:bc'], 'saved']);
});
