import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { presskit, root } from '@/lib/machine/root';

const dir = mkdtempSync(join(tmpdir(), 'presskit-cli-'));
after(() => rmSync(dir, { recursive: true }));

type Run = { code: number | null; out: string; err: string };

/** Runs the command line with nothing configured but what is given. */
function run(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const { PATH, TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.execPath, presskit(...args), {
    cwd: root,
    env: { NODE_ENV: 'test', PATH, TMPDIR, DATA_DIR: join(dir, 'none'), ...env },
  });
  const result: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk) => (result.out += chunk));
  child.stderr.on('data', (chunk) => (result.err += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...result, code })));
}

const commands = [
  'demo',
  'ingest',
  'rollup',
  'audit',
  'replay',
  'migrate',
  'seed',
  'logs',
  'health',
  'files',
  'users',
  'mails',
  'notes',
];

test('--help lists every command and every environment variable', async () => {
  const { code, out } = await run(['--help']);
  assert.equal(code, 0);
  for (const name of [...commands, 'DATABASE_URL', 'LOG_DIR', 'TZ'])
    assert.match(out, new RegExp(`\\b${name}\\b`));
});

for (const name of commands) {
  test(`${name} --help has a description, examples and --json`, async () => {
    const { code, out, err } = await run([name, '--help']);
    assert.equal(code, 0, err);
    assert.match(out, new RegExp(`Usage: presskit ${name} `));
    assert.match(out, new RegExp(`Examples:\n  presskit ${name}`));
    assert.match(out, /--json/);
  });
}

const misuses: [args: string[], sentence: RegExp][] = [
  [[], /Usage: presskit COMMAND/],
  [['nonsense'], /unknown command 'nonsense'/],
  [['rollup', '--day', '2026-02-30'], /A day is written YYYY-MM-DD/],
  [['rollup', '--from', 'last week'], /A day is written YYYY-MM-DD/],
  [['rollup', '--bogus'], /unknown option '--bogus'/],
  [['rollup', 'yesterday'], /too many arguments/],
  [['logs', '--days', '0'], /a whole number of at least 1/],
  [['logs', '--days', '99999999'], /a whole number of at least 1 and at most 3660/],
  [['logs', '--days', '3.5'], /a whole number of at least 1/],
  [['replay', '--to', 'http://localhost'], /missing required argument 'file'/],
  [['replay', 'access.log'], /required option '--to <url>' not specified/],
  [['users', 'remove'], /DATABASE_URL/],
  [['users', 'add', 'a@b.co', '--role', 'king'], /Allowed choices are admin, editor, auditor, author/],
  [['mails', 'twelve'], /A mail is named by its number/],
  [['migrate'], /DATABASE_URL .* is not set; a good value: DATABASE_URL=postgres:/],
  [['audit'], /DATABASE_URL .*\n.*MEMCACHED_SERVERS .*\n.*LOG_DIR .*\n.*SITE_URL /],
];

for (const [args, sentence] of misuses) {
  test(`"presskit ${args.join(' ')}" is wrong use: exit 2, a sentence, no stack trace`, async () => {
    const { code, out, err } = await run(args);
    assert.equal(code, 2);
    assert.match(err, sentence);
    assert.doesNotMatch(err, /^\s+at /m);
    assert.equal(out, '');
  });
}

test('every wrong variable is named at once', async () => {
  const { code, err } = await run(['health'], {
    DATABASE_URL: 'mysql://somewhere',
    MEMCACHED_SERVERS: 'localhost',
    LOG_DIR: dir,
    TZ: 'Mars/Olympus',
  });
  assert.equal(code, 2);
  for (const name of ['DATABASE_URL', 'MEMCACHED_SERVERS', 'TZ'])
    assert.match(err, new RegExp(`^  ${name} `, 'm'));
  assert.doesNotMatch(err, /LOG_DIR/);
});

test('with --json a failure is one JSON document on standard output, too', async () => {
  for (const [args, code] of [
    [['rollup', '--day', 'soon', '--json'], 2],
    [['migrate', '--json'], 2],
    [['nonsense', '--json'], 2],
  ] as const) {
    const { out, code: exit } = await run([...args]);
    assert.equal(exit, code);
    const { error } = JSON.parse(out) as { error: { code: string; message: string } };
    assert.match(error.code, /usage|config/);
    assert.ok(error.message.length > 0);
  }
});

test('a database that is away is said in a sentence without its password or a statement, exit 1', async () => {
  const settings = {
    DATABASE_URL: 'postgres://nobody:sesame@127.0.0.1:9/nothing',
    LOG_DIR: dir,
    SITE_URL: 'http://localhost',
    MEMCACHED_SERVERS: '127.0.0.1:9',
  };
  for (const command of ['migrate', 'rollup', 'audit']) {
    const { code, out, err } = await run([command, '--json'], settings);
    assert.equal(code, 1);
    assert.match(err, /^presskit: .*ECONNREFUSED.* \(PostgreSQL at 127\.0\.0\.1:9\/nothing\): start it/m);
    assert.doesNotMatch(err, /^\s+at |sesame|select/im);
    assert.equal(JSON.parse(out).error.code, 'unavailable');
  }
});

test('addresses that no client could use are named, the other ways to write one are taken', async () => {
  const settings = { LOG_DIR: dir, DATABASE_URL: 'postgres://nobody:x@127.0.0.1:9/nothing' };
  for (const servers of ['127.0.0.1:99999', '127.0.0.1:0', 'a:1,', '::1', 'tmp/socket']) {
    const { code, err } = await run(['health'], { ...settings, MEMCACHED_SERVERS: servers });
    assert.equal(code, 2, servers);
    assert.match(err, /MEMCACHED_SERVERS .* is not usable/);
  }
  const good = await run(['health', '--json'], {
    ...settings,
    MEMCACHED_SERVERS: '[::1]:9,localhost:9,/tmp/none',
  });
  assert.equal(good.code, 1);
  assert.equal(JSON.parse(good.out).memcached.length, 3);
  const { code, err } = await run(['migrate'], {
    DATABASE_URL: 'postgres://nobody:100%@127.0.0.1:9/nothing',
  });
  assert.equal(code, 2);
  assert.match(err, /DATABASE_URL .* is not usable/);
});

test('the work of a command is one JSON document on standard output', async () => {
  const { code, out } = await run(['logs', '--days', '2', '--from', '2026-12-31', '--json'], {
    LOG_DIR: join(dir, 'log'),
  });
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out), {
    from: '2026-12-31',
    days: 2,
    logDirs: [join(dir, 'log')],
    errorLogMoved: true,
  });
});

test('the demo refuses a port that is none, and one that is taken', async () => {
  const wrong = await run(['demo'], { PORT: '80800' });
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /PORT is "80800", which is not a port/);
  const { createServer } = await import('node:net');
  const holder = createServer();
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port));
  });
  const taken = await run(['demo'], { PORT: String(port) });
  holder.close();
  assert.equal(taken.code, 1);
  assert.match(taken.err, new RegExp(`port ${port} is in use; set PORT`));
});
