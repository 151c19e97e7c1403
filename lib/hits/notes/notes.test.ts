import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { createUser, type User } from '@/lib/auth/users';
import { closeCache, set } from '@/lib/cache';
import { addDays, type Day } from '@/lib/clock';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { startMemcached } from '@/lib/machine/memcached';
import { deliverWaiting } from '@/lib/mail/deliver';
import { startMailServer } from '@/lib/mail/testing/mail-server';
import { hitsKey, readyKey, WHOLE } from '../keys';
import { dayFolder } from '../log-dirs';
import { rollUp } from '../rollup';
import { periodsDue, sendDigests } from './digest';
import {
  changeNotePreferences,
  notePreferences,
  unsubscribe,
  unsubscribeUrl,
  unsubscriptionOf,
} from './preferences';
import { sendTakeOffs, takeOffsOn } from './take-off';
import { medianOf } from './usual';

const { owner: sql, dir } = await testDatabase();
const server = await startMailServer();
const memcached = await startMemcached({ dir: join(dir, 'memcached') });
const clock = join(dir, 'clock');
const logs = join(dir, 'log');
/** In the zone of days. */
const setClock = (text: string) => writeFileSync(clock, new Date(text).toISOString());
Object.assign(process.env, {
  CLOCK_FILE: clock,
  MEMCACHED_SERVERS: memcached.server,
  SMTP_URL: server.url,
  MAIL_FROM: 'press@example.com',
  SITE_URL: 'https://press.test',
  AUTH_SECRET: 'a secret of the tests that is long enough',
});
after(async () => {
  delete process.env.CLOCK_FILE;
  closeCache();
  await memcached.stop();
});

let n = 0;
async function member(newsroomId: number, digest: 'none' | 'weekly' | 'monthly' = 'none'): Promise<User> {
  const user = await createUser({ email: `reader${++n}@example.com`, name: `Reader ${n}`, isVerified: true });
  await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${newsroomId}, ${user.id}, 'analyst')`;
  await changeNotePreferences(user.id, { digest, takeOffNotes: digest === 'none' });
  return user;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let visitor = 0;

/** Log lines as nginx writes them: so many readers of a release in an hour of a day, each from a site of their own. */
function lines(day: Day, hour: number, release: number, readers: number, referrer = '-'): string {
  const [year, month, date] = day.split('-');
  const at = `${date}/${months[Number(month) - 1]}/${year}:${String(hour).padStart(2, '0')}:20:00 +0000`;
  return Array.from({ length: readers }, () => {
    visitor++;
    const address = `10.${(visitor >> 16) & 255}.${(visitor >> 8) & 255}.${visitor & 255}`;
    return `${address} - - [${at}] "GET /releases/${release}/x HTTP/1.1" 200 900 "${referrer}" "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"\n`;
  }).join('');
}

async function rolledUp(day: Day, text: string): Promise<void> {
  mkdirSync(dayFolder(logs, day), { recursive: true });
  writeFileSync(join(dayFolder(logs, day), 'access.log'), text);
  await rollUp([day], { logDirs: [logs] });
}

const published = (newsroomId: number, title: string, day: Day, hour = 9) =>
  createRelease({
    newsroomId,
    title,
    status: 'published',
    publishedAt: new Date(`${day}T${String(hour).padStart(2, '0')}:00:00`),
    bodyHtml: '<p>x</p>',
  });

async function mailsTo(user: User) {
  await deliverWaiting();
  return server.received.filter((mail) => [mail.to].flat()[0]?.text === user.email);
}

beforeEach(async () => {
  await sql`delete from sent_notes`;
  await sql`delete from newsroom_members`;
  server.received.length = 0;
});

test('what is due: weekly from Monday, monthly from the first, for three days', () => {
  const due = (day: Day) => periodsDue(day).map(({ name, from, to }) => `${name} ${from} ${to}`);
  assert.deepEqual(due('2026-03-16'), ['weekly 2026-03-09 2026-03-15']);
  assert.deepEqual(due('2026-03-18'), ['weekly 2026-03-09 2026-03-15']);
  assert.deepEqual(due('2026-03-19'), []);
  assert.deepEqual(due('2026-06-01'), ['weekly 2026-05-25 2026-05-31', 'monthly 2026-05-01 2026-05-31']);
  assert.deepEqual(due('2026-01-03'), ['monthly 2025-12-01 2025-12-31']);
});

test('the weekly digest has the hits of the log, once, and of one’s own newsrooms only', async () => {
  setClock('2026-03-16T00:30:00');
  const mine = await createNewsroom({ name: 'Mine' });
  const other = await createNewsroom({ name: 'Other' });
  const a = await published(mine.id, 'A release of mine', '2026-03-01');
  const b = await published(mine.id, 'Another of mine', '2026-03-01');
  const c = await published(other.id, 'Nobody else may know', '2026-03-01');
  await rolledUp('2026-03-04', lines('2026-03-04', 10, a.id, 8));
  await rolledUp(
    '2026-03-10',
    lines('2026-03-10', 10, a.id, 9, 'https://news.example/story') + lines('2026-03-10', 11, c.id, 50),
  );
  const reader = await member(mine.id, 'weekly');
  const monthly = await member(mine.id, 'monthly');
  const none = await member(mine.id, 'none');
  assert.deepEqual(await sendDigests(), {
    sent: 0,
    waiting: ['the weekly digest waits for the roll-up of 2026-03-15'],
  });
  await rolledUp('2026-03-15', lines('2026-03-15', 23, b.id, 3));
  const both = await Promise.all([sendDigests(), sendDigests()]);
  assert.equal(both[0].sent + both[1].sent, 1, 'whoever runs it at the same time');
  assert.equal((await sendDigests()).sent, 0);

  const [mail] = await mailsTo(reader);
  assert.match(mail?.subject ?? '', /^Mine, 9\s?–\s?15 March 2026: 12 hits$/);
  const text = mail?.text ?? '';
  assert.match(
    text,
    /read 12 times \(\+50%\); there were \S+ visitors\. In the week before they were read 8 times\./,
  );
  assert.match(
    text,
    /A release of mine: 9 \(\+13%\)\n {4}https:\/\/press\.test\/releases\/\d+\/a-release-of-mine\n/,
  );
  assert.match(text, /Another of mine: 3\n/);
  assert.match(text, /news\.example: 9\n/);
  assert.doesNotMatch(`${text}${mail?.html}`, /Nobody else/);
  const header = (key: string) => mail?.headerLines.find((line) => line.key === key)?.line ?? '';
  assert.match(header('list-unsubscribe-post'), /List-Unsubscribe=One-Click/);
  assert.equal((await mailsTo(monthly)).length + (await mailsTo(none)).length, 0);

  const [, url] = /<(https:[^>]+)>/.exec(header('list-unsubscribe').replace(/\s/g, '')) ?? [];
  await unsubscribe(new URL(url!).pathname.split('/').at(-1)!);
  assert.equal((await notePreferences(reader.id)).digest, 'none');
});

test('a digest comes late rather than never, and not at all when there is nothing in it', async () => {
  const room = await createNewsroom({ name: 'Late' });
  const one = await published(room.id, 'Late news', '2026-04-01');
  await rolledUp('2026-04-07', lines('2026-04-07', 10, one.id, 4));
  const reader = await member(room.id, 'weekly');
  setClock('2026-04-15T08:00:00');
  assert.equal((await sendDigests()).sent, 1, 'on Wednesday, although Sunday has no log');
  assert.equal((await mailsTo(reader)).length, 1);
  const quiet = await createNewsroom({ name: 'Quiet' });
  await member(quiet.id, 'weekly');
  assert.equal((await sendDigests()).sent, 0);
});

test('nobody gets mail who is deactivated, has not proved their address, or has lost the newsroom', async () => {
  const room = await createNewsroom({ name: 'Gone' });
  const one = await published(room.id, 'Gone news', '2026-05-01');
  await rolledUp('2026-05-10', lines('2026-05-10', 10, one.id, 4));
  setClock('2026-05-11T08:00:00');
  const [a, b, c] = [
    await member(room.id, 'weekly'),
    await member(room.id, 'weekly'),
    await member(room.id, 'weekly'),
  ];
  await sql`update users set deactivated_at = now() where id = ${a.id}`;
  await sql`update users set email_verified_at = null where id = ${b.id}`;
  await sql`delete from newsroom_members where user_id = ${c.id}`;
  assert.equal((await sendDigests()).sent, 0);
});

/** A newsroom with five releases of ten hits each in their first 24 hours, and one more that nobody read. */
async function usualNewsroom(name: string, day: Day) {
  const room = await createNewsroom({ name });
  // The log begins before: what was published on its first day is not compared with.
  await rolledUp(addDays(day, -50), lines(addDays(day, -50), 9, 1_000_000, 1));
  for (let i = 0; i < 5; i++) {
    const before = addDays(day, -30 - 2 * i);
    const { id } = await published(room.id, `${name} ${i}`, before, 9);
    // Within the 24 hours 6 and 4, after them more, which does not count.
    await rolledUp(before, lines(before, 9, id, 6));
    await rolledUp(
      addDays(before, 1),
      lines(addDays(before, 1), 8, id, 4) + lines(addDays(before, 1), 9, id, 70),
    );
  }
  return room;
}

test('a release takes off with three times the usual first 24 hours, and its members are told once', async () => {
  const day = '2025-09-20';
  setClock('2025-09-19T08:00:00');
  const room = await usualNewsroom('Fast', day);
  const fast = await published(room.id, 'Faster than usual', '2025-09-19', 22);
  const slow = await published(room.id, 'As usual', '2025-09-19', 22);
  const vera = await member(room.id);
  const off = await member(room.id);
  await changeNotePreferences(off.id, { digest: 'none', takeOffNotes: false });
  await rolledUp('2025-09-19', lines('2025-09-19', 22, fast.id, 20) + lines('2025-09-19', 23, slow.id, 29));
  await rolledUp(day, lines(day, 21, fast.id, 12) + lines(day, 22, slow.id, 90));
  setClock('2025-09-21T00:30:00');
  assert.deepEqual(await takeOffsOn(day), [
    {
      releaseId: fast.id,
      newsroomId: room.id,
      title: 'Faster than usual',
      url: `/releases/${fast.id}/faster-than-usual`,
      kind: 'first_day',
      day,
      hits: 32,
      median: 10,
    },
  ]);
  assert.equal(await sendTakeOffs(), 1);
  assert.equal(await sendTakeOffs(), 0);
  const [mail] = await mailsTo(vera);
  assert.equal(mail?.subject, '“Faster than usual” takes off: 32 hits');
  assert.match(
    mail.text ?? '',
    /32 hits in its first 24 hours\. Other releases of Fast have 10 \(the median/,
  );
  assert.equal((await mailsTo(off)).length, 0);
});

test('without five releases to compare with, and with fewer than 30 hits, nothing takes off', async () => {
  const day = '2025-06-20';
  setClock('2025-06-19T08:00:00');
  const few = await createNewsroom({ name: 'Few' });
  const one = await published(few.id, 'The first', day, 1);
  const small = await usualNewsroom('Small', day);
  const two = await published(small.id, 'Small news', day, 1);
  await member(few.id);
  await member(small.id);
  await rolledUp(day, lines(day, 5, one.id, 500) + lines(day, 5, two.id, 29));
  setClock('2025-06-21T00:30:00');
  assert.deepEqual(await takeOffsOn(day), []);
  await rolledUp(day, lines(day, 5, two.id, 30));
  assert.deepEqual(
    (await takeOffsOn(day)).map(({ title, hits }) => [title, hits]),
    [['Small news', 30]],
  );
});

test('an old release takes off on a day of five times its usual', async () => {
  const day = '2025-03-20';
  setClock('2025-03-01T08:00:00');
  const room = await createNewsroom({ name: 'Old' });
  const old = await published(room.id, 'Read again', '2025-01-01');
  for (let i = 1; i <= 20; i++) {
    const before = addDays(day, -i);
    await rolledUp(before, lines(before, 12, old.id, 8));
  }
  const reader = await member(room.id);
  await rolledUp(day, lines(day, 12, old.id, 39));
  setClock('2025-03-21T00:30:00');
  assert.deepEqual(await takeOffsOn(day), [], 'five times eight is forty');
  await rolledUp(day, lines(day, 12, old.id, 41));
  assert.equal(await sendTakeOffs(), 1);
  assert.match((await mailsTo(reader))[0]?.text ?? '', /41 hits on 2025-03-20\. On its usual day .* had 8/);
  await rolledUp('2025-03-21', lines('2025-03-21', 12, old.id, 300));
  setClock('2025-03-22T00:30:00');
  assert.equal((await takeOffsOn('2025-03-21')).length, 1);
  assert.equal(await sendTakeOffs(), 0, 'not again within four weeks');
});

test('a release that takes off in the day is told of in the day, from today’s live counts', async () => {
  const day = '2024-09-20';
  setClock('2024-09-19T08:00:00');
  const room = await usualNewsroom('Live', day);
  const fresh = await published(room.id, 'Live news', '2024-09-19', 20);
  const reader = await member(room.id);
  await rolledUp('2024-09-19', lines('2024-09-19', 21, fresh.id, 11));
  await set(readyKey(day), WHOLE, 60);
  await set(hitsKey(day, 'release', fresh.id), '18', 60);
  setClock('2024-09-20T10:00:00');
  assert.equal(await sendTakeOffs(), 0);
  await set(hitsKey(day, 'release', fresh.id), '25', 60);
  setClock('2024-09-20T20:00:01');
  assert.equal(await sendTakeOffs(), 0, 'the first 24 hours are over');
  setClock('2024-09-20T19:59:00');
  assert.equal(await sendTakeOffs(), 1);
  assert.match((await mailsTo(reader))[0]?.text ?? '', /36 hits in its first 24 hours so far/);
});

test('with memcached away the day is not known, and nothing fails', async () => {
  setClock('2024-09-20T19:59:00');
  await memcached.stop();
  closeCache();
  assert.deepEqual(await takeOffsOn('2024-09-20'), []);
});

test('a link ends one kind of mail of one person, and no other link does', async () => {
  const user = await createUser({ email: 'link@example.com', name: 'Link', isVerified: true });
  await changeNotePreferences(user.id, { digest: 'monthly', takeOffNotes: true });
  const token = unsubscribeUrl(user.id, 'take_off').split('/').at(-1)!;
  assert.deepEqual(await unsubscriptionOf(token), {
    userId: user.id,
    email: 'link@example.com',
    kind: 'take_off',
    isDone: false,
  });
  for (const wrong of [
    token.replace('take_off', 'digest'),
    token.replace(/^\d+/, '1'),
    `${token.slice(0, -2)}AA`,
    '',
    'x',
    `99999999999${token}`,
  ]) {
    assert.equal(await unsubscriptionOf(wrong), null, wrong);
    await assert.rejects(unsubscribe(wrong), { code: 'not_found' });
  }
  await unsubscribe(token);
  await unsubscribe(token);
  assert.deepEqual(await notePreferences(user.id), { digest: 'monthly', takeOffNotes: false });
});

test('the median is one of the values', () => {
  assert.equal(medianOf([3, 1, 2]), 2);
  assert.equal(medianOf([4, 1, 2, 3]), 2);
  assert.equal(medianOf([]), 0);
});
