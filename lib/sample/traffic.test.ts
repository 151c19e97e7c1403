import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { DaySums } from '@/lib/hits/day-sums';
import { parse } from '@/lib/hits/request';
import { logOfDay, writeHistory } from './traffic';
import type { Site } from './traffic/site';

process.env.TZ = 'Europe/Berlin';

const newsroom = { id: 1, path: '/newsrooms/1/ferry', name: 'Ferry' };
const release = (id: number, publishedAt: Date) => ({
  newsroom,
  path: `/releases/${id}/title-${id}`,
  publishedAt,
  terms: ['Battery', 'ferry'],
  searches: ['battery ferry', 'łódź ferry'],
  appeal: 1,
  viralAfter: null,
  reach: 0,
  pictures: [`/media/${id}/480-0123abcd.webp`],
  files: [{ path: `/files/${id}/fact-sheet.pdf`, bytes: 100_000 }],
});
const site: Site = {
  host: 'press.example.com',
  origin: 'https://press.example.com',
  newsrooms: [newsroom],
  releases: [
    release(1, new Date(2025, 3, 1, 9)),
    release(2, new Date(2025, 9, 26, 10)),
    release(3, new Date(2026, 2, 29, 9)),
  ],
};
const years = { first: '2024-11-24', last: '2026-11-24' };
const linesOf = (bytes: Buffer) => bytes.toString('latin1').trimEnd().split('\n');

test('every line of a day parses, stands in its day and in the order of time', () => {
  const { lines, bytes } = logOfDay(site, '2025-10-27', years);
  const all = linesOf(bytes).map((line) => ({ line, request: parse(line) }));
  assert.equal(all.length, lines);
  assert.ok(lines > 400, `${lines} lines`);
  for (const { line, request } of all) {
    assert.ok(request, line);
    assert.match(request.time, /^27\/Oct\/2025:\d\d:\d\d:\d\d \+0100$/);
    assert.match(request.address, /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:db8:/);
    assert.match(
      line,
      / purpose="[^"]+" prefetch="[^"]+" rsc="[^"]+" range="[^"]+" host="press\.example\.com" time="\d+\.\d{3}"$/,
    );
  }
  const times = all.map(({ request }) => request!.time.slice(12, 20));
  assert.deepEqual(times, times.toSorted());
});

test('the counter accounts for every line, and finds readers, robots and prefetches', () => {
  const { lines, bytes } = logOfDay(site, '2025-10-27', years);
  const sums = new DaySums();
  sums.add(bytes, 0, bytes.length);
  const drops = sums.drops();
  assert.equal(sums.lines, lines);
  assert.equal(sums.hits + Object.values(drops).reduce((sum, n) => sum + n, 0), lines);
  for (const reason of ['method', 'status', 'path', 'prefetch', 'bot'] as const)
    assert.ok(drops[reason] > 0, reason);
  const views = new Map([...sums.all()].map(({ key, views }) => [key as string, views]));
  assert.ok(views.get('release:2')! > views.get('release:1')!, 'the day after publication');
  assert.ok(views.has('newsroom:1') && views.has('file:2'));
});

test('nobody reads a release before it is public', () => {
  const published = site.releases[1]!.publishedAt;
  const before = logOfDay(site, '2025-10-25', years).bytes.toString('latin1');
  assert.ok(!before.includes('/releases/2/') && before.includes('/releases/1/'));
  for (const line of linesOf(logOfDay(site, '2025-10-26', years).bytes)) {
    if (!line.includes(' /releases/2/') && !line.includes(' /files/2/')) continue;
    const [, hour] = /:(\d\d):\d\d:\d\d /.exec(line)!;
    assert.ok(Number(hour) >= published.getHours(), line);
  }
});

test('the hour that comes twice has both offsets, and the hour that is skipped is not logged', () => {
  const stamps = (day: string) =>
    linesOf(logOfDay(site, day, { ...years }).bytes).map((line) => /\[(.*?)\]/.exec(line)![1]!);
  const autumn = stamps('2025-10-26');
  assert.ok(
    autumn.some((t) => /:02:\d\d:\d\d \+0200/.test(t)) && autumn.some((t) => /:02:\d\d:\d\d \+0100/.test(t)),
  );
  const instants = autumn.map((t) =>
    Date.parse(`2025-10-26T${t.slice(12, 20)}${t.slice(21, 24)}:${t.slice(24)}`),
  );
  assert.deepEqual(
    instants,
    instants.toSorted((a, b) => a - b),
  );
  const spring = stamps('2026-03-29');
  assert.ok(!spring.some((t) => /:02:\d\d:\d\d/.test(t)));
  assert.ok(
    spring.some((t) => /:03:\d\d:\d\d \+0200/.test(t)) && spring.some((t) => /:01:\d\d:\d\d \+0100/.test(t)),
  );
});

test('a day follows from its date, and another day is another', () => {
  const day = () => logOfDay(site, '2026-01-15', years).bytes;
  assert.deepEqual(day(), day());
  assert.notDeepEqual(day(), logOfDay(site, '2026-01-16', years).bytes);
});

test('past days are gzipped, today is plain and ends now, and a log that is there is left alone', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'presskit-traffic-'));
  const now = new Date(2026, 2, 30, 0, 40);
  const folder = (day: string) => join(dir, ...day.split('-'));
  try {
    mkdirSync(folder('2026-03-28'), { recursive: true });
    writeFileSync(join(folder('2026-03-28'), 'access.log'), 'of somebody else\n');
    mkdirSync(folder('2026-03-30'), { recursive: true });
    writeFileSync(join(folder('2026-03-30'), 'access.log'), 'first\n');
    const written = await writeHistory({ ...site, releases: [] }, { dir, days: 3, now });
    assert.equal(written.days, 3);
    assert.equal(readFileSync(join(folder('2026-03-28'), 'access.log'), 'utf8'), 'of somebody else\n');
    assert.ok(!existsSync(join(folder('2026-03-28'), 'access.log.gz')));
    const empty = linesOf(gunzipSync(readFileSync(join(folder('2026-03-27'), 'access.log.gz'))));
    const sunday = linesOf(gunzipSync(readFileSync(join(folder('2026-03-29'), 'access.log.gz'))));
    const [first, ...today] = linesOf(readFileSync(join(folder('2026-03-30'), 'access.log')));
    assert.equal(first, 'first');
    assert.equal(written.lines, empty.length + sunday.length + today.length);
    assert.ok(today.length > 0 && today.every((line) => /:00:[0-3]\d:\d\d/.test(line)));
  } finally {
    rmSync(dir, { recursive: true });
  }
});
