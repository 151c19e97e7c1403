import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { today } from '@/lib/clock';
import { resolve } from '@/lib/content/registry';
import { dayFolder, prepareDays } from '@/lib/hits/log-dirs';
import { startNginx } from '@/lib/machine/nginx';
import { freePort } from '@/lib/machine/ports';
import { programNamed } from '@/lib/machine/programs';
import { root } from '@/lib/machine/root';
import type { Server } from '@/lib/machine/server';

const dir = mkdtempSync(join(tmpdir(), "presskit nginx's "));
const log = join(dir, 'log');
const files = join(dir, 'files');
const seen: { url: string; headers: Record<string, unknown> }[] = [];
let nginx: Server & { port: number };
let site: HttpServer;

function put(path: string, content: string): void {
  const full = join(files, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
}

before(async () => {
  site = createServer((asked, answer) => {
    seen.push({ url: asked.url!, headers: asked.headers });
    if (asked.url === '/files/9/late.pdf') {
      put('public/files/9/late.pdf', 'late');
      answer.setHeader('X-Accel-Redirect', '/internal-files/public/files/9/late.pdf');
      return answer.end();
    }
    if (asked.url === '/preview/SECRET-LINK/media/9/480-00000000.webp') {
      answer.setHeader('X-Accel-Redirect', '/internal-drafts/ab/abcd-480.webp');
      return answer.end();
    }
    answer.statusCode = /^\/_missing\/files\/5\//.test(asked.url!)
      ? 410
      : /^\/(?:_missing|files)\//.test(asked.url!)
        ? 404
        : 200;
    answer.setHeader('content-type', 'text/html');
    answer.end(asked.url === '/gone' ? 'This was deleted' : 'x'.repeat(5000));
  });
  const upstream = await freePort();
  await new Promise<void>((resolve) => site.listen(upstream, '127.0.0.1', resolve));
  await prepareDays([log], today(), 2);
  nginx = await startNginx({
    dir: join(dir, 'nginx'),
    port: await freePort(),
    upstream: `127.0.0.1:${upstream}`,
    logDir: log,
    filesDir: files,
  });
});

after(async () => {
  await nginx.stop();
  site.close();
  site.closeAllConnections();
  rmSync(dir, { recursive: true });
});

type Got = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: nginx.port, path, method, headers, agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('latin1').on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

const accessLog = () => readFileSync(join(dayFolder(log, today()), 'access.log'), 'latin1');

/** Waits for a line: nginx writes it when the answer is out. */
async function logged(pattern: RegExp): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (
      accessLog()
        .split('\n')
        .some((line) => pattern.test(line))
    )
      return;
    await sleep(20);
  }
  assert.match(accessLog(), pattern);
}

test('a request is one line in the folder of its day, at once, with what tells a reader from a prefetch', async () => {
  await get('/releases/7/a?utm_source=x', {
    'User-Agent': 'A "quoted" name',
    Referer: 'https://example.org/',
    'Sec-Purpose': 'prefetch',
    RSC: '1',
    'Next-Router-Prefetch': '1',
    Range: 'bytes=0-',
    'X-Forwarded-For': '192.0.2.7',
  });
  await logged(
    /^192\.0\.2\.7 - - \[\d\d\/\w{3}\/\d{4}:[\d:]{8} [+-]\d{4}\] "GET \/releases\/7\/a\?utm_source=x HTTP\/1\.1" 200 5000 "https:\/\/example\.org\/" "A \\x22quoted\\x22 name" purpose="prefetch-" prefetch="1-" rsc="1" range="bytes=0-" host="127\.0\.0\.1" time="[\d.]+"$/,
  );
});

test('what is no HTTP is logged too, and answered with a sentence', async () => {
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(nginx.port, '127.0.0.1', () => socket.write('\x16\x03\x01 hello\r\n\r\n'));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });
  assert.match(answer, /could not be understood/);
  await logged(/^127\.0\.0\.1 - - \[[^\]]*\] "\\x16.*" 400 /);
  assert.match((await get('/a%zz')).body, /could not be understood/);
});

test('a token in a query reaches no log, however its address is spelled and whatever becomes of it', async () => {
  const referrer = { Referer: 'http://localhost/api/sso/consume?token=SECRET' };
  for (const path of ['/api/sso/consume', '/api%2Fsso/consume', '//api/./s%73o/consume', '/API/SSO/consume'])
    await get(`${path}?token=SECRET`, referrer);
  const { port } = site.address() as { port: number };
  await new Promise((resolve) => {
    site.close(resolve);
    site.closeAllConnections();
  });
  const away = await get('/api/sso/consume?token=SECRET');
  assert.equal(away.status, 502);
  await new Promise<void>((resolve) => site.listen(port, '127.0.0.1', resolve));
  assert.ok(
    seen.some(({ url }) => url === '/api/sso/consume?token=SECRET'),
    'the site gets the token',
  );
  await logged(/"GET \/api\/sso\/consume HTTP\/1\.1" 502/);
  for (const name of ['access.log', 'error.log']) {
    const text = readFileSync(join(dayFolder(log, today()), name), 'latin1');
    assert.doesNotMatch(text, /SECRET/, name);
  }
});

test('a link from a mail about an account, and the way back from a provider, leave no secret in a log', async () => {
  const paths = [
    '/sign-in/link',
    '/sign-in/password',
    '/sign-up/confirm',
    '/unsubscribe',
    '/api/auth/callback/oidc',
  ];
  for (const path of paths) {
    const referrer = { Referer: `http://localhost${path}?token=MAILED` };
    const { headers } = await get(`${path}?token=MAILED`, referrer);
    if (!path.startsWith('/api/')) assert.equal(headers['referrer-policy'], 'strict-origin', path);
    await logged(new RegExp(`"GET ${path} HTTP/1.1" 200 .* "http://localhost${path}"`));
    assert.ok(seen.some(({ url }) => url === `${path}?token=MAILED`));
  }
  assert.doesNotMatch(accessLog(), /MAILED/);
  assert.equal((await get('/invitations/LINK')).headers['referrer-policy'], 'strict-origin');
});

test('a link that is a secret in its path leaves it in no log, with a query, or below it, neither', async () => {
  for (const path of ['preview', 'shared', 'invitations', 'unsubscribe']) {
    for (const rest of ['', '?utm_source=mail', '/confirm', '/confirm?x=1']) {
      const Referer = `http://localhost/${path}/LINKED${rest}`;
      await get(`/${path}/LINKED${rest}`, { Referer });
      const below = rest.startsWith('/') ? '/confirm' : '';
      await logged(new RegExp(`"GET /${path}/-${below} HTTP/1.1" 200 .* "http://localhost/${path}/-"`));
    }
  }
  assert.doesNotMatch(accessLog(), /LINKED/);
});

test('trying passwords by the hundred is stopped before the site; reading is not', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 80 }, () => get('/sign-in', { 'X-Forwarded-For': '192.0.2.99' }, 'POST')),
  ).then((all) => all.map(({ status }) => status));
  const refused = statuses.filter((status) => status === 429).length;
  assert.ok(refused > 20 && refused <= 40, `${refused} refused`);
  assert.match((await get('/sign-in', { 'X-Forwarded-For': '192.0.2.99' }, 'POST')).body, /Too many tries/);
  assert.equal((await get('/sign-in', { 'X-Forwarded-For': '192.0.2.99' })).status, 200);
  assert.equal((await get('/sign-in', { 'X-Forwarded-For': '192.0.2.98' }, 'POST')).status, 200);
});

test('while the site is away, visitors see a page that tries again', async () => {
  const { port } = site.address() as { port: number };
  await new Promise((resolve) => {
    site.close(resolve);
    site.closeAllConnections();
  });
  const { status, headers, body } = await get('/releases/7/a');
  await new Promise<void>((resolve) => site.listen(port, '127.0.0.1', resolve));
  assert.equal(status, 502);
  assert.equal(headers['retry-after'], '5');
  assert.match(body, /Back in a moment/);
  assert.doesNotMatch(body, /nginx/);
});

test('public files come from the disk, for ever, and cannot act in the name of the site', async () => {
  put('public/files/1/report.pdf', 'pdf');
  put('public/files/2/drawing.svg', '<svg/>');
  put('public/media/3/800-0123abcd.webp', 'webp');
  const before = seen.length;
  const pdf = await get('/files/1/report.pdf');
  const svg = await get('/files/2/drawing.svg');
  const webp = await get('/media/3/800-0123abcd.webp');
  assert.equal(seen.length, before, 'the site is not asked');
  for (const { status, headers } of [pdf, svg, webp]) {
    assert.equal(status, 200);
    assert.match(String(headers['cache-control']), /max-age=31536000, public, immutable/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/);
  }
  assert.equal(pdf.headers['content-disposition'], 'attachment');
  assert.equal(svg.headers['content-disposition'], undefined);
});

test('a file is counted as itself or not at all, however its address is spelled', async () => {
  put('public/files/11/report.pdf', 'pdf');
  for (const path of [
    '/files/11/report.pdf',
    '/files/1%31/report%2Epdf',
    '/files/7/..%2f11%2freport.pdf',
    '/releases/7/..%2F..%2Ffiles%2F11%2Freport.pdf',
    '/newsrooms/7/%2e%2e%2f%2e%2e%2ffiles%2f11%2freport.pdf',
    '/files/7/../11/report.pdf',
    '/files//11/report.pdf',
  ]) {
    assert.equal((await get(path)).status, 200, path);
    const counted = resolve(path);
    assert.ok(!counted || (counted.type.name === 'file' && counted.id === 11), path);
  }
});

test('a file that is taken away is gone with the next request', async () => {
  put('public/files/4/gone.pdf', 'here');
  assert.equal((await get('/files/4/gone.pdf')).status, 200);
  rmSync(join(files, 'public/files/4/gone.pdf'));
  const { status, headers } = await get('/files/4/gone.pdf');
  assert.equal(status, 404);
  assert.equal(headers['cache-control'], undefined);
  assert.doesNotMatch(String(headers['content-security-policy']), /sandbox/, "the site's own 404 page works");
});

test('what is missing is asked for again, and is 410 with its page when it was deleted', async () => {
  const { status, body } = await get('/files/5/deleted.pdf?from=mail');
  assert.deepEqual([status, body], [410, 'This was deleted']);
  assert.deepEqual(
    seen.slice(-3).map(({ url }) => url),
    ['/files/5/deleted.pdf?from=mail', '/_missing/files/5/deleted.pdf?from=mail', '/gone'],
  );
  // By its own address it is no page.
  assert.equal((await get('/gone')).status, 404);
});

test('a file that the site has just released is sent by nginx, in parts too', async () => {
  const part = await get('/files/9/late.pdf', { Range: 'bytes=0-1' });
  assert.equal(part.status, 206);
  assert.equal(part.body, 'la');
  assert.equal(part.headers['content-disposition'], 'attachment');
  assert.equal((await get('/internal-files/public/files/9/late.pdf')).status, 404);
  assert.equal((await get('/files/..%2f..%2fstore/secret')).status, 400);
});

test('pages are compressed and carry the security headers', async () => {
  const { headers } = await get('/', { 'Accept-Encoding': 'gzip' });
  assert.equal(headers['content-encoding'], 'gzip');
  assert.match(String(headers['content-security-policy']), /default-src 'self'.*frame-ancestors 'none'/);
  assert.equal(headers['referrer-policy'], 'strict-origin-when-cross-origin');
  assert.equal(headers.server, 'nginx');
});

test('the secret of a link that shows more than is public reaches no log and no other site', async () => {
  const referrer = { Referer: 'http://localhost/preview/SECRET-LINK/media' };
  for (const path of [
    '/preview/SECRET-LINK',
    '/preview/SECRET-LINK/media/7/a.webp',
    '/shared/SECRET-LINK?from=x',
  ])
    assert.equal((await get(path, referrer)).headers['referrer-policy'], 'no-referrer', path);
  await logged(/"GET \/preview\/- HTTP\/1\.1" 200 .* "http:\/\/localhost\/preview\/-"/);
  await logged(/"GET \/preview\/-\/media HTTP/);
  await logged(/"GET \/shared\/- HTTP/);
  assert.doesNotMatch(accessLog(), /SECRET-LINK/);
});

test('what readers do not see yet is sent to whoever may see it, and nobody is to keep it', async () => {
  put('store/ab/abcd-480.webp', 'a picture');
  const sent = await get('/preview/SECRET-LINK/media/9/480-00000000.webp');
  assert.equal(sent.body, 'a picture');
  assert.equal(sent.headers['cache-control'], 'private, no-store');
  assert.equal(sent.headers.expires, undefined);
  assert.match(String(sent.headers['content-security-policy']), /default-src 'none'.*sandbox/);
  assert.equal((await get('/internal-drafts/ab/abcd-480.webp')).status, 404);
});

test('files come in at one place, up to a size, and a program is told in JSON that one is too large', async () => {
  const send = (path: string, megabytes: number, accept = '*/*') =>
    fetch(`http://127.0.0.1:${nginx.port}${path}`, {
      method: 'POST',
      headers: { Accept: accept },
      body: new Uint8Array(megabytes << 20),
    });
  assert.equal((await send('/api/uploads?release=7', 20)).status, 200);
  const large = await send('/api/uploads?release=7', 211);
  assert.equal(large.status, 413);
  assert.match(((await large.json()) as { error: string }).error, /too large/);
  assert.match(await (await send('/api/uploads?release=7', 211, 'text/html,*/*')).text(), /<h1>/);
  const put = await fetch(`http://127.0.0.1:${nginx.port}/api/drafts/7`, { method: 'PUT', body: '{}' });
  assert.equal(put.status, 200);
});

test('a method that no page knows, and a body that nobody asked for, do not reach the site', async () => {
  const before = seen.length;
  const send = (method: string, body?: BodyInit) =>
    fetch(`http://127.0.0.1:${nginx.port}/about/hits`, { method, body });
  for (const method of ['PUT', 'DELETE', 'PROPFIND']) assert.equal((await send(method)).status, 405, method);
  const large = await send('POST', new Uint8Array(2 << 20));
  assert.equal(large.status, 413);
  assert.match(await large.text(), /<h1>/);
  assert.equal(seen.length, before);
});

test('/api/health answers to this machine only, and what a visitor claims to be is not passed on', async () => {
  assert.equal((await get('/api/health')).status, 200);
  assert.equal((await get('/api/health', { 'X-Forwarded-For': '192.0.2.7' })).status, 403);
  await get('/who', { 'X-Forwarded-For': '198.51.100.1, 192.0.2.7', Host: 'press.example.com:8443' });
  const { headers } = seen.at(-1)!;
  assert.equal(headers['x-forwarded-for'], '192.0.2.7');
  assert.equal(headers.host, 'press.example.com:8443');
});

test("nginx accepts the operator's example", async () => {
  const example = readFileSync(join(root, 'nginx/presskit.conf'), 'utf8')
    .replaceAll('/opt/presskit', root)
    .replace(/\berror_log .*/, `error_log "${dir}/example.log";`)
    .replace(/listen .*/g, '')
    .replace('server {', `server { listen 127.0.0.1:${await freePort()};`);
  const path = join(dir, 'example.conf');
  writeFileSync(path, `pid "${dir}/example.pid"; events {}\nhttp { ${example} }\n`);
  await promisify(execFile)(programNamed('nginx')!, ['-t', '-c', path]);
});
