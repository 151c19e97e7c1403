import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { programNamed } from '@/lib/machine/programs';
import { root } from '@/lib/machine/root';

const run = promisify(execFile);
const analyze = programNamed('systemd-analyze');
const folder = join(root, 'docs/systemd');
const units = readdirSync(folder).filter((name) => /\.(service|timer)$/.test(name));

test('the units pass systemd-analyze verify', { skip: analyze ? false : 'no systemd here' }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'presskit-units-'));
  try {
    for (const name of units) {
      const text = readFileSync(join(folder, name), 'utf8');
      writeFileSync(
        join(dir, name),
        text.replaceAll('/opt/presskit', root).replaceAll('/usr/bin/node', process.execPath),
      );
    }
    const { stdout, stderr } = await run(analyze!, ['verify', ...units.map((name) => join(dir, name))]);
    assert.equal(stdout + stderr, '');
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('the configuration file names every variable that the units need', () => {
  const example = readFileSync(join(folder, 'env.example'), 'utf8');
  for (const name of [
    'SITE_URL',
    'DATABASE_URL',
    'MEMCACHED_SERVERS',
    'LOG_DIR',
    'FILES_DIR',
    'STATE_DIR',
    'AUTH_SECRET',
  ])
    assert.match(example, new RegExp(`^${name}=`, 'm'));
});
