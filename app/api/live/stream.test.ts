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
import { liveStream, type Over, type Who } from './stream';

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

function opened(who: Who, whyOver: () => Promise<Over | null> = async () => null) {
  const controller = new AbortController();
  const request = new Request('http://localhost/api/live', { signal: controller.signal });
  const response = liveStream(request, { scope, who, whyOver, checkEvery: 50 });
  return { response, end: () => controller.abort() };
}
const person = (id: number, network = '192.0.2.1') => ({ person: id, network });

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
  const { response, end } = opened(person(1));
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
  const open = Array.from({ length: 12 }, () => opened(person(1)));
  assert.ok(open.every(({ response }) => response.status === 200));
  const refused = opened(person(1)).response;
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('retry-after'), '30');
  const others = opened(person(2));
  assert.equal(others.response.status, 200);
  open[0]!.end();
  const again = opened(person(1));
  assert.equal(again.response.status, 200);
  for (const { end } of [...open, others, again]) end();
});

test('however many links, makers and networks there are, who is signed in gets through', async () => {
  const granted = (whos: Who[]) => {
    const open = whos.map((who) => opened(who)).filter(({ response }) => response.status === 200);
    const endAll = () => {
      for (const { end } of open) end();
    };
    return { count: open.length, end: endAll };
  };
  const many = (of: (n: number) => Who, length = 600) => granted(Array.from({ length }, (_, n) => of(n)));
  const oneMaker = many((n) => ({ link: n, maker: 7, network: `192.0.2.${n}` }));
  assert.equal(oneMaker.count, 36, 'links of one maker');
  oneMaker.end();
  const oneNetwork = many((n) => ({ link: n, maker: n, network: '192.0.2.1' }));
  assert.equal(oneNetwork.count, 24, 'links from one network');
  oneNetwork.end();
  const accounts = many((n) => person(n));
  assert.equal(accounts.count, 60, 'accounts at one network');
  accounts.end();
  const links = many((n) => ({ link: n, maker: n, network: `192.0.2.${n}` }));
  assert.equal(links.count, 200, 'all links');
  const people = many((n) => person(n, `192.0.2.${n}`));
  assert.equal(people.count, 300, 'people have the rest');
  links.end();
  people.end();
});

test('a stream says why it is over, and ends', async () => {
  let why: Over | null = null;
  const { response } = opened(person(3), async () => why);
  const text = response.text();
  setTimeout(() => {
    why = 'signed_out';
  }, 120);
  assert.match(await text, /event: over\ndata: signed_out\n\n$/);
  const places = Array.from({ length: 12 }, () => opened(person(3)));
  assert.ok(
    places.every((one) => one.response.status === 200),
    'its place is free',
  );
  for (const { end } of places) end();
});

test('a stream ends without a word when nobody knows who may see it', async () => {
  const { response } = opened(person(4), () => Promise.reject(new Error('away')));
  assert.doesNotMatch(await response.text(), /event: over/);
});
