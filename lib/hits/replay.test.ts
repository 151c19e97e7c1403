import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PresskitError } from '@/lib/errors';
import { type Replayed, replay, replayReport } from './replay';
import { generatedLog } from './testing/generated-log';

type Seen = { method: string; url: string; headers: IncomingHttpHeaders };

let folder: string;
let server: Server;
let to: string;
let seen: Seen[] = [];
let answer: (url: string) => number = () => 200;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presskit-replay-test-'));
  server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    if (url === '/sitemap.xml') {
      response.end(
        '<sitemapindex><sitemap><loc>https://press.example.com/sitemap/1</loc></sitemap></sitemapindex>',
      );
    } else if (url === '/sitemap/1') {
      const paths = [
        '/',
        '/newsrooms/1/acme',
        '/releases/9/newest',
        '/releases/4/older',
        '/releases/2/oldest',
      ];
      response.end(
        `<urlset>${paths.map((path) => `<url><loc>https://press.example.com${path}</loc></url>`).join('')}</urlset>`,
      );
    } else {
      seen.push({ method, url, headers });
      response.statusCode = answer(url);
      if (response.statusCode === 308) response.setHeader('location', '/elsewhere');
      response.end('a page');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

async function logOf(lines: string[] | Buffer, name = 'access.log'): Promise<string> {
  seen = [];
  answer = () => 200;
  const path = join(folder, name);
  await writeFile(path, Array.isArray(lines) ? Buffer.from(lines.join('\n'), 'latin1') : lines);
  return path;
}

const line = (
  request: string,
  referrer = '-',
  agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
) => `203.0.113.7 - - [17/May/2015:10:05:03 +0000] "${request}" 200 12 "${referrer}" "${agent}"`;

test('the most-requested pages of the log become releases, in the order of the sitemap', async () => {
  const file = await logOf([
    line('GET /seldom HTTP/1.1'),
    line('GET /often HTTP/1.1'),
    line('GET /often?utm_source=x HTTP/1.1'),
    line('GET /style.css HTTP/1.1'),
    line('GET / HTTP/1.1'),
    line('HEAD /often HTTP/1.1'),
  ]);
  const done = await replay({ file, to, concurrency: 1 });
  assert.deepEqual(
    seen.map(({ method, url }) => `${method} ${url}`),
    [
      'GET /releases/4/older',
      'GET /releases/9/newest',
      'GET /releases/9/newest?utm_source=x',
      'GET /style.css',
      'GET /',
      'HEAD /releases/9/newest',
    ],
  );
  assert.deepEqual(done.releases, [
    { id: 9, path: '/releases/9/newest', for: '/often', sent: 3, hits: 2 },
    { id: 4, path: '/releases/4/older', for: '/seldom', sent: 1, hits: 1 },
  ]);
  assert.deepEqual(done.statuses, { 200: 6 });
  assert.match(replayReport(done), /6 requests sent .* 6 lines/);
});

test('agent, referrer and address arrive as logged, and a referrer within the old site names this one', async () => {
  const file = await logOf([
    line('GET /a HTTP/1.1'),
    line('GET /b HTTP/1.1', 'http://www.old.example/a?x=1'),
    line('GET /b HTTP/1.1', 'http://old.example/a'),
    line('GET /c HTTP/1.1', 'https://de.wikipedia.org/wiki/M\\xC3\\xBCnchen', 'My \\x22Agent\\" \\xC3\\xBC'),
    line('GET /c HTTP/1.1', '-', '-').replace('203.0.113.7', 'visitor.example.net'),
  ]);
  await replay({ file, to, concurrency: 1 });
  assert.equal(seen[0]!.headers['x-forwarded-for'], '203.0.113.7');
  assert.equal(seen[1]!.headers.referer, `${to}/releases/2/oldest?x=1`);
  const bytes = (text?: string) => Buffer.from(text ?? '', 'latin1').toString();
  assert.equal(bytes(seen[3]!.headers.referer), 'https://de.wikipedia.org/wiki/München');
  assert.equal(bytes(seen[3]!.headers['user-agent']), 'My "Agent" ü');
  assert.equal(seen[4]!.headers['user-agent'], undefined);
  assert.equal(seen[4]!.headers['x-forwarded-for'], undefined);
});

test('nothing in a log can break or split a request', async () => {
  const file = await logOf([
    line('GET /x\\x0D\\x0AEvil: 1 HTTP/1.1', 'http://a/\\x0D\\x0AEvil: 1', 'A\\x0D\\x0AEvil: 1\\x00'),
    line('GET /\xfc\\xFC x HTTP/1.1'),
    line('CONNECT example.com:443 HTTP/1.1'),
    line('GET example.com HTTP/1.1'),
    'garbage',
  ]);
  const done = await replay({ file, to, concurrency: 1 });
  assert.deepEqual([done.sent, done.skipped, done.garbage], [2, 2, 1]);
  for (const { headers, url } of seen) {
    assert.equal(headers.evil, undefined);
    assert.match(url, /^[\x21-\x7e]+$/);
  }
});

test('a generated log with every kind of garbage is sent without an error', async () => {
  const file = await logOf(gzipSync(generatedLog({ seed: 11, lines: 600, garbage: 0.3 })), 'old.log.gz');
  const done = await replay({ file, to });
  assert.equal(done.sent + done.garbage + done.skipped, done.lines);
  assert.deepEqual(done.errors, {});
  assert.equal(seen.length, done.sent);
});

test('redirects are not followed, a limit and a rate are kept', async () => {
  const file = await logOf(Array.from({ length: 50 }, () => line('GET /often HTTP/1.1')));
  answer = () => 308;
  const done = await replay({ file, to, limit: 10, rate: 100 });
  assert.equal(seen.length, 10);
  assert.deepEqual(done.statuses, { 308: 10 });
  assert.equal(done.releases[0]!.hits, 0);
  assert.ok(done.seconds >= 0.085, `10 requests at 100 a second took ${done.seconds} s`);
});

test('a missing log, a site that does not answer and a wrong address are said in a sentence', async () => {
  const file = await logOf([line('GET /a HTTP/1.1')]);
  const fails = (options: { file: string; to: string }, code: string, message: RegExp) =>
    assert.rejects(replay(options), (error: PresskitError) => {
      assert.ok(error instanceof PresskitError);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
  await fails({ file: join(folder, 'none.log'), to }, 'not_found', /there is no log .*none\.log/);
  await fails({ file: folder, to }, 'invalid', /is a folder/);
  await fails({ file, to: 'http://127.0.0.1:9' }, 'unavailable', /does not answer .*nothing was sent/);
  await fails({ file, to: 'localhost' }, 'usage', /like http:\/\/localhost:8080/);
  const damaged = await logOf(
    gzipSync(generatedLog({ seed: 1, lines: 500 })).subarray(0, 2000),
    'damaged.gz',
  );
  await fails({ file: damaged, to }, 'invalid', /cannot be read to its end/);
});

test('standard input is a log too', async () => {
  await logOf([]);
  const module = new URL('./replay.ts', import.meta.url).href;
  const script = `const { replay } = await import('${module}');
    console.log(JSON.stringify(await replay({ file: '-', to: '${to}' })));`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  child.stdin.end(`${line('GET /often HTTP/1.1')}\n${line('GET /often HTTP/1.1')}`);
  const done: Replayed = JSON.parse(await text(child.stdout));
  assert.deepEqual([done.lines, done.sent, done.releases[0]!.hits], [2, 2, 2]);
});

test('a replay ends when the signal says so', async () => {
  const file = await logOf(Array.from({ length: 1000 }, () => line('GET /often HTTP/1.1')));
  const controller = new AbortController();
  const stopped = replay({
    file,
    to,
    rate: 50,
    signal: controller.signal,
    onProgress: (sent) => sent === 5 && controller.abort(new Error('stopped')),
  });
  await assert.rejects(stopped, /stopped/);
  assert.ok(seen.length < 20);
});

const real = fileURLToPath(new URL('../../../shared/data/access-5k.log', import.meta.url));

test('a real log of 5 000 lines is sent whole', { skip: !existsSync(real) }, async () => {
  await logOf([]);
  const done = await replay({ file: real, to, concurrency: 32 });
  assert.deepEqual([done.lines, done.garbage, done.skipped, done.sent], [5000, 0, 0, 5000]);
  assert.deepEqual(done.errors, {});
  const internal = seen.filter(({ headers }) => headers.referer?.startsWith(to)).length;
  assert.equal(internal, 1587 + 806);
});
