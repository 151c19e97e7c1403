import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from './request';

const TIME = '[23/Nov/2026:14:05:09 +0100]';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

test('a combined line has all its fields', () => {
  const line = `203.0.113.9 - - ${TIME} "GET /releases/7/acme-ships?utm_source=x HTTP/1.1" 200 5120 "https://example.org/a?b" "${firefox}"`;
  assert.deepEqual(parse(line), {
    address: '203.0.113.9',
    method: 'GET',
    path: '/releases/7/acme-ships',
    query: 'utm_source=x',
    time: '23/Nov/2026:14:05:09 +0100',
    status: 200,
    referrer: 'https://example.org/a?b',
    agent: firefox,
    prefetch: false,
  });
});

test('common and vhost-combined lines are read too', () => {
  const common = parse(`203.0.113.9 - - ${TIME} "GET /releases/7/a HTTP/1.0" 200 -`);
  assert.equal(common?.status, 200);
  assert.equal(common?.agent, '');
  const vhost = parse(
    `press.example.com:443 2001:db8::7 - jo ${TIME} "GET /releases/7/a HTTP/2.0" 304 0 "-" "${firefox}"`,
  );
  assert.equal(vhost?.address, '2001:db8::7');
  assert.equal(vhost?.path, '/releases/7/a');
  assert.equal(vhost?.status, 304);
});

test('a user name may hold spaces and brackets', () => {
  const line = parse(`203.0.113.9 - jo [the] doe ${TIME} "GET /a HTTP/1.1" 200 1 "-" "x"`);
  assert.equal(line?.address, '203.0.113.9');
  assert.equal(line?.path, '/a');
});

test('an escaped quote does not end a field', () => {
  const line = parse(
    `203.0.113.9 - - ${TIME} "GET /a?q=\\"x\\" HTTP/1.1" 200 1 "https://e.example/\\"\\\\" "say \\"hi\\""`,
  );
  assert.equal(line?.query, 'q=\\"x\\"');
  assert.equal(line?.referrer, 'https://e.example/\\"\\\\');
  assert.equal(line?.agent, 'say \\"hi\\"');
});

test('the fields behind the agent tell a prefetch', () => {
  const withFields = (fields: string) =>
    parse(`203.0.113.9 - - ${TIME} "GET /a HTTP/1.1" 200 1 "-" "${firefox}" ${fields}`)?.prefetch;
  assert.equal(withFields('purpose="--" prefetch="--" rsc="-" range="-" host="h" time="0.001"'), false);
  assert.equal(withFields('purpose="prefetch;prerender-" prefetch="--" rsc="-" range="-"'), true);
  assert.equal(withFields('purpose="-Prefetch" prefetch="--"'), true);
  assert.equal(withFields('purpose="--" prefetch="1-" rsc="1"'), true);
  assert.equal(withFields('something="else" prefetch="-/_tree"'), true);
  assert.equal(withFields('purpose="navigate-" rsc="1"'), false);
  assert.equal(withFields('0.003 "unnamed" prefetch="1"'), true);
});

test('what is no request is malformed', () => {
  const good = `203.0.113.9 - - ${TIME} "GET /a HTTP/1.1" 200 1 "-" "x"`;
  assert.ok(parse(good));
  for (const bad of [
    '',
    ' ',
    'garbage',
    '\u0000\u0001\u0002',
    good.slice(0, 40),
    good.replace('GET ', ''),
    good.replace('"GET /a HTTP/1.1"', '"-"'),
    good.replace('"GET /a HTTP/1.1"', '"\\x16\\x03\\x01"'),
    good.replace('200', '20'),
    good.replace('200', 'abc'),
    good.replace('200', '2000'),
    good.replace('23/Nov', '31/Nov'),
    good.replace('23/Nov', '00/Nov'),
    good.replace('23/Nov', '23/Nox'),
    good.replace(':14:', ':24:'),
    good.replace(':05:', ':60:'),
    good.replace(' +0100]', ']'),
    good.replace('2026', '20x6'),
    good.replace('[', ''),
  ]) {
    assert.equal(parse(bad), null, bad);
  }
});

test('a leap second and a leap day are possible, 29 February 2026 is not', () => {
  const at = (time: string) => parse(`203.0.113.9 - - [${time}] "GET /a HTTP/1.1" 200 1 "-" "x"`);
  assert.ok(at('31/Dec/2016:23:59:60 +0000'));
  assert.ok(at('29/Feb/2028:00:00:00 -0930'));
  assert.equal(at('29/Feb/2026:00:00:00 +0000'), null);
});

test('a request without protocol, or with spaces in its target, is still a request', () => {
  const target = (request: string) => parse(`203.0.113.9 - - ${TIME} "${request}" 400 1 "-" "x"`);
  assert.equal(target('GET /a')?.path, '/a');
  assert.equal(target('GET /a b c HTTP/1.1')?.path, '/a b c');
  assert.equal(target('GET /a?x y HTTP/1.1')?.query, 'x y');
  assert.equal(target('GET /a HTP/3.0')?.path, '/a HTP/3.0');
  assert.equal(target('GET  HTTP/1.1'), null);
});
