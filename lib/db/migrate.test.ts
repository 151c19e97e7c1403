import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import postgres from 'postgres';
import { drift } from '@/lib/content/soft-delete/drift';
import { appRole, closeDb, db, ownerDb } from './client';
import { migrate } from './migrate';
import { databaseOn, testDatabase } from './test-database';

const { url, owner } = await testDatabase();

/** Runs migrate() in a process of its own; resolves to what it applied, rejects with its message. */
async function migrateElsewhere(database: string): Promise<string[]> {
  const script = `import { migrate } from '@/lib/db/migrate';
    migrate().then((r) => console.log(JSON.stringify(r.applied)), (e) => { console.error(e.message); process.exitCode = 1; });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    env: { ...process.env, DATABASE_URL: database },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(err);
  return JSON.parse(out);
}

test('migrating twice changes nothing the second time', async () => {
  assert.deepEqual(await migrate(), { applied: [] });
});

test('two migrations of one database at the same moment do the work once', async () => {
  const fresh = await databaseOn(url);
  try {
    const applied = await Promise.all([migrateElsewhere(fresh.url), migrateElsewhere(fresh.url)]);
    assert.deepEqual(applied.map((names) => names.length > 0).sort(), [false, true]);
  } finally {
    await fresh.stop();
  }
});

test('databases of one cluster migrate at the same moment, and none of them finds the role yet', async () => {
  const fresh = await Promise.all([databaseOn(url), databaseOn(url), databaseOn(url)]);
  // Only a role that owns nothing and may nothing can be dropped.
  const others = await owner`select datname from pg_database where datname like 'presskit%'`;
  assert.ok(others.length >= 3);
  try {
    if (!process.env.TEST_DATABASE_URL) {
      await owner.unsafe(`drop owned by ${appRole}`);
      await owner.unsafe(`drop role ${appRole}`);
    }
    await Promise.all(fresh.map((database) => migrateElsewhere(database.url)));
    await migrate();
    assert.deepEqual(await drift(ownerDb(), { appRole }), []);
  } finally {
    await Promise.all(fresh.map((database) => database.stop()));
  }
});

test('an owner who is not a superuser can migrate, and the application works', async () => {
  const fresh = await databaseOn(url);
  const name = new URL(fresh.url).pathname.slice(1);
  const theirs = new URL(fresh.url);
  theirs.username = `${name}_owner`;
  theirs.password = 'secret';
  try {
    await owner.unsafe(`create role ${theirs.username} login password 'secret' nosuperuser createrole;
      alter database ${name} owner to ${theirs.username}; grant ${appRole} to ${theirs.username}`);
    assert.ok((await migrateElsewhere(theirs.href)).length > 0);
    process.env.DATABASE_URL = theirs.href;
    await closeDb();
    await db().execute(`insert into newsrooms (slug, name) values ('a', 'A'); delete from newsrooms`);
    assert.deepEqual(await drift(ownerDb(), { appRole }), []);
  } finally {
    await closeDb();
    process.env.DATABASE_URL = url;
    await fresh.stop();
    await owner.unsafe(`drop role ${theirs.username}`);
  }
});

test('an owner who may not become the role of the application is told what to ask for', async () => {
  const fresh = await databaseOn(url);
  const name = new URL(fresh.url).pathname.slice(1);
  const theirs = new URL(fresh.url);
  theirs.username = `${name}_owner`;
  theirs.password = 'secret';
  try {
    await owner.unsafe(`create role ${theirs.username} login password 'secret' nosuperuser;
      alter database ${name} owner to ${theirs.username}`);
    await assert.rejects(
      migrateElsewhere(theirs.href),
      /have an administrator run "create role presskit_app/,
    );
  } finally {
    await fresh.stop();
    await owner.unsafe(`drop role ${theirs.username}`);
  }
});

test('a migration that fails leaves the database as it was', async () => {
  const fresh = await databaseOn(url);
  const sql = postgres(fresh.url, { max: 1 });
  try {
    await sql`create table hits_daily (id int)`;
    await assert.rejects(migrateElsewhere(fresh.url), /migration 0001_initial/);
    assert.deepEqual(
      [...(await sql`select nspname from pg_namespace where nspname in ('store', 'drizzle')`)],
      [],
    );
  } finally {
    await sql.end();
    await fresh.stop();
  }
});
