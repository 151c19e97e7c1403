import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain } from '@/lib/errors';
import { admin } from './admin';
import { count } from './count';
import { database } from './database';
import { freshness } from './freshness';
import { live } from './live';
import { page } from './page';
import { reports } from './report';
import { sso } from './sso';
import { markdown, type Section } from './table';

/**
 * npm run bench [-- NAME ...] [--small] [--write]: measures side by side in one run and prints tables of ratios.
 * --small: a hundredth of the size, to see that it works. --write: puts the tables into docs/benchmarks.md.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { small: { type: 'boolean' }, write: { type: 'boolean' }, keep: { type: 'string' } },
});
const size = values.small ? 0.01 : 1;
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'presskit-bench-'));
// Servers that run as another user have to get into it.
chmodSync(folder, 0o711);
const benches: Record<string, () => Promise<Section>> = {
  count: () => count(folder, 5_000_000 * size),
  live: () => live(folder, 1_000_000 * size),
  page: () => page(folder, values.small ? 2 : 10),
  database: () => database(folder, 100_000 * size, 30_000_000 * size),
  report: () => reports(folder, 100_000 * size, 30_000_000 * size),
  admin: () => admin(folder, 1_000_000 * size),
  freshness: () => freshness(folder, values.small ? 100 : 1000),
  sso: () => sso(folder, 5000 * size),
};

const names = positionals.length > 0 ? positionals : Object.keys(benches);
const unknown = names.filter((name) => !benches[name]);
if (unknown.length > 0) {
  console.error(`there is no benchmark "${unknown[0]}"; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
try {
  for (const name of names) {
    console.error(`${name} ...`);
    const text = markdown(await benches[name]!());
    console.log(text);
    if (values.write) keepIn('docs/benchmarks.md', name, text);
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  if (!values.keep) rmSync(folder, { recursive: true, force: true });
}

/** Replaces what stands between the marks of a benchmark. */
function keepIn(file: string, name: string, text: string): void {
  const marks = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const before = readFileSync(file, 'utf8');
  const [start, end] = marks.map((mark) => before.indexOf(mark)) as [number, number];
  if (start < 0 || end < 0) throw new Error(`${file} has no place for ${name}`);
  const machine = `${cpus().length} × ${cpus()[0]!.model.trim()}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`;
  const body = `${text}\n*${machine}*\n`;
  writeFileSync(file, `${before.slice(0, start)}${marks[0]}\n${body}${before.slice(end)}`);
}
