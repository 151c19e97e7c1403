import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import connect from 'postgres';
import { type PostgresServer, startPostgres } from './postgres';

const dir = mkdtempSync(join(tmpdir(), 'presskit-postgres-'));
let server: PostgresServer;
before(async () => {
  server = await startPostgres({ dir: join(dir, 'with a space'), throwaway: true });
});
after(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});

async function ask<T>(query: (sql: connect.Sql) => Promise<T>, url = server.url): Promise<T> {
  const sql = connect(url, { max: 1, onnotice: () => {} });
  try {
    return await query(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

test('data outlives a SIGKILL, with a session open', async () => {
  await ask((sql) => sql`create table kept (n int)`);
  await ask((sql) => sql`insert into kept values (42)`);
  const held = connect(server.url, { max: 1 });
  const sleeping = held`select pg_sleep(60)`.catch((error: Error) => error);
  await server.kill('SIGKILL');
  await server.start();
  assert.equal((await ask((sql) => sql`select n from kept`))[0]?.n, 42);
  assert.ok((await sleeping) instanceof Error);
  await held.end({ timeout: 0 });
});

test('a lock file with the number of a process that is another does not block a start', async () => {
  await server.stop();
  const stranger = spawn('/bin/sleep', ['60']);
  const data = join(dir, 'with a space/data');
  writeFileSync(join(data, 'postmaster.pid'), `${stranger.pid}\n${data}\n`);
  await server.start();
  assert.equal((await ask((sql) => sql`select n from kept`))[0]?.n, 42);
  stranger.kill();
});

test('nobody gets in without the password, and nobody else can read the files', async () => {
  const open = server.url.replace(/:[^:@]+@/, ':wrong@');
  await assert.rejects(
    ask((sql) => sql`select 1`, open),
    /password authentication failed/,
  );
  assert.equal(statSync(join(dir, 'with a space')).mode & 0o077, 0);
});

test('folders on the way to the cluster are made, and the account that runs it can pass them', async () => {
  const open = mkdtempSync(join(tmpdir(), 'presskit-postgres-'));
  chmodSync(open, 0o711);
  const other = await startPostgres({ dir: join(open, 'not/there/yet'), throwaway: true });
  assert.equal((await ask((sql) => sql`select 1 as n`, other.url))[0]?.n, 1);
  await other.stop();
  rmSync(open, { recursive: true });
});
