import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generatedLines, generatedLog } from './generated-log';
import { naiveRecount, type Reason } from './naive-recount';

const person = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';
const begin = '203.0.113.7 - - [14/Mar/2026:10:00:00 +0000]';
const line = (request: string, status = '200', agent = person, fields = '') =>
  `${begin} "${request}" ${status} 12 "-" "${agent}"${fields}`;

test('the naive recount judges lines as the design says', () => {
  const page = 'GET /releases/7/acme HTTP/1.1';
  const download = 'GET /files/3/a.pdf HTTP/1.1';
  const verdicts: [string, Reason | `${string}:${number}`][] = [
    [line(page), 'release:7'],
    [line('GET /newsrooms/2/acme?utm_source=x HTTP/2.0', '304'), 'newsroom:2'],
    [line('GET /%72eleases/%37/b%C3%BCro'), 'release:7'],
    [line(page, '200', person, ' purpose="--" prefetch="--" rsc="1" range="-"'), 'release:7'],
    [line(download, '206', person, ' range="bytes=0-1023"'), 'file:3'],
    [`press.example.com:443 ${line(page)}`, 'release:7'],
    ['', 'malformed'],
    [line(page).replace('14/Mar', '31/Feb'), 'malformed'],
    [line(page).replace(' 200 ', ' OK '), 'malformed'],
    [line('\\x16\\x03\\x01'), 'malformed'],
    [line('POST /releases/7/acme HTTP/1.1'), 'method'],
    [line('HEAD /nowhere HTTP/1.1', '404'), 'method'],
    [line(page, '404'), 'status'],
    [line(page, '206', person, ' range="bytes=0-"'), 'status'],
    [line(download, '206', person, ' range="bytes=5-"'), 'status'],
    [line(download, '206'), 'status'],
    [line('GET / HTTP/1.1', '206'), 'path'],
    [line('GET /releases/07/acme HTTP/1.1'), 'path'],
    [line('GET /releases/7/%E0%A4%A HTTP/1.1'), 'path'],
    [line(page, '200', 'curl/8.5.0', ' purpose="prefetch-"'), 'prefetch'],
    [line(page, '200', person, ' purpose="--" prefetch="1-"'), 'prefetch'],
    [line(page, '200', 'curl/8.5.0'), 'bot'],
    [line(page, '200', '-'), 'bot'],
    [`${begin} "${page}" 200 12`, 'bot'],
  ];
  for (const [text, expected] of verdicts) {
    const { views, drops } = naiveRecount(Buffer.from(text === '' ? '\n' : text));
    const dropped = Object.entries(drops).find(([, count]) => count > 0)?.[0];
    assert.equal([...views.keys()][0] ?? dropped, expected, text);
  }
});

test('a last line without line feed is a line once the log is finished', () => {
  const log = Buffer.from(
    `${line('GET /releases/7/acme HTTP/1.1')}\n${line('GET /releases/7/acme HTTP/1.1')}`,
  );
  assert.equal(naiveRecount(log).views.get('release:7'), 2);
  assert.equal(naiveRecount(log, { live: true }).views.get('release:7'), 1);
});

test('a generated log is the same each time, and holds hits and every reason to drop', () => {
  const log = generatedLog({ seed: 42, lines: 3000 });
  assert.ok(log.equals(generatedLog({ seed: 42, lines: 3000 })));
  assert.ok(!log.equals(generatedLog({ seed: 43, lines: 3000 })));
  const { lines, hits, drops, views } = naiveRecount(log);
  assert.equal(lines, 3000);
  assert.ok(hits > 1000);
  for (const [reason, count] of Object.entries(drops)) assert.ok(count > 50, `${reason}: ${count}`);
  assert.deepEqual([...new Set([...views.keys()].map((key) => key.split(':')[0]))].sort(), [
    'file',
    'newsroom',
    'release',
  ]);
});

test('a generated log holds equal lines, long ones, and bytes that are no UTF-8', () => {
  const lines = [...generatedLines({ seed: 7, lines: 3000 })];
  const texts = lines.map((bytes) => bytes.toString('latin1'));
  assert.ok(new Set(texts).size < lines.length - 50);
  assert.ok(lines.some((bytes) => bytes.length > 90_000));
  assert.ok(lines.some((bytes) => bytes.toString('utf8').includes('\ufffd')));
  assert.ok(texts.some((text) => text.endsWith('\r\n')));
  assert.ok(texts.every((text) => text.indexOf('\n') === text.length - 1));
});
