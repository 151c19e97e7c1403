import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeCache, set } from '@/lib/cache';
import { today } from '@/lib/clock';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { testDatabase } from '@/lib/db/test-database';
import { hitsKey, readyKey, WHOLE } from '@/lib/hits/keys';
import type { Scope } from '@/lib/hits/report/scope';
import { startMemcached } from '@/lib/machine/memcached';
import { liveStream } from './stream';

await testDatabase();
const memcached = await startMemcached();
process.env.MEMCACHED_SERVERS = memcached.server;
after(async () => {
  closeCache();
  await memcached.stop();
});
const newsroom = await createNewsroom({ name: 'Acme' });
const { id } = await createRelease({ newsroomId: newsroom.id, title: 'One' });
const scope: Scope = { kind: 'release', id };
const hits = async (n: number) => {
  await set(hitsKey(today(), 'release', id), String(n), 600);
  await set(readyKey(today()), WHOLE, 600);
};

function opened(who = 'vera') {
  const controller = new AbortController();
  const request = new Request('http://localhost/api/live', { signal: controller.signal });
  const response = liveStream(request, { scope, who, mayStill: async () => true });
  return { response, end: () => controller.abort() };
}

/** The numbers of the events, as they come. */
async function* numbersOf(response: Response): AsyncGenerator<{ today: number | null; now: number | null }> {
  let rest = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop()!;
    for (const event of events) if (event.startsWith('data: ')) yield JSON.parse(event.slice(6));
  }
}

test('numbers come when they change, and nothing after the end', async () => {
  await hits(7);
  const { response, end } = opened();
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(response.headers.get('x-accel-buffering'), 'no');
  const numbers = numbersOf(response);
  assert.equal((await numbers.next()).value.today, 7);
  await hits(8);
  assert.equal((await numbers.next()).value.today, 8);
  end();
  assert.equal((await numbers.next()).done, true);
});

test('one person has so many connections and no more, until one ends', async () => {
  const open = Array.from({ length: 12 }, () => opened('eager'));
  assert.ok(open.every(({ response }) => response.status === 200));
  const refused = opened('eager').response;
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('retry-after'), '30');
  const others = opened('somebody else');
  assert.equal(others.response.status, 200);
  open[0]!.end();
  const again = opened('eager');
  assert.equal(again.response.status, 200);
  for (const { end } of [...open, others, again]) end();
});
