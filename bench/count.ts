import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { programNamed } from '@/lib/machine/programs';
import { writeDayLog } from './day-log';
import { type Measured, measure, median, node } from './process';
import { type Section, short, times } from './table';

/**
 * Counting a finished day's log: the roll-up's counter next to grep, goaccess and the usual script, each as a whole
 * process on the same file, in turn.
 */
export async function count(folder: string, lines: number): Promise<Section> {
  const goaccess = programNamed('goaccess');
  if (!goaccess) throw new Error('goaccess is not installed; apt-get install goaccess');
  const day = join(folder, 'day.log');
  const part = join(folder, 'part.log');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(day)) writeDayLog(day, lines);
  // goaccess would need minutes for the whole day.
  const partLines = Math.round(lines / 10);
  if (!existsSync(part)) writeDayLog(part, partLines);
  // As many lines as the day, by no more visitors than the tenth: what memory depends on.
  const tenfold = join(folder, 'tenfold.log');
  if (!existsSync(tenfold)) for (let i = 0; i < 10; i++) appendFileSync(tenfold, readFileSync(part));
  await measure('grep', ['-c', 'GET', day]); // reads it into the page cache

  const ours = (file: string, ...args: string[]) => measure(...node('bench/count-log.ts', file, ...args));
  const two = await median(3, () => ours(day));
  const grep = await median(3, () => measure('grep', ['-c', 'GET', day]));
  const one = await median(3, () => ours(day, '1'));
  const small = await ours(part);
  const smallOne = await ours(part, '1');
  const repeatedOne = await ours(tenfold, '1');
  const usual = await measure(...node('bench/straightforward.ts', day));
  const report = join(folder, 'goaccess.json');
  const format = '%h %^[%d:%t %^] "%r" %s %b "%R" "%u" %^';
  const peer = await measure(goaccess, [
    part,
    `--log-format=${format}`,
    '--date-format=%d/%b/%Y',
    '--time-format=%T',
    '--no-progress',
    '-o',
    report,
  ]);
  rmSync(report, { force: true });

  const hits = [two, one, usual].map(({ output }) => (JSON.parse(output) as { hits: number }).hits);
  if (new Set(hits).size !== 1) throw new Error(`the counters disagree: ${hits.join(', ')} hits`);
  const speed = (n: number, { seconds }: Measured) => n / seconds;
  const row = (name: string, n: number, result: Measured) => [
    name,
    short(speed(n, result)),
    times(speed(lines, two) / speed(n, result)),
    `${Math.round(result.peakMegabytes)} MB`,
  ];
  return {
    title: 'Counting a finished day',
    about: `A generated day of ${short(lines)} lines in the project's log format, from the page cache: views, visitors and every breakdown per content. Whole processes, start-up included; the median of three where a run is short. All counters found the same ${short(hits[0]!)} hits.`,
    head: ['', 'lines/s', 'presskit is', 'peak memory'],
    rows: [
      row('presskit, a thread per core', lines, two),
      row('presskit, one thread', lines, one),
      row('presskit, a tenth of the lines', partLines, small),
      row('presskit, one thread, a tenth of the lines', partLines, smallOne),
      row('presskit, one thread, that tenth ten times over', partLines * 10, repeatedOne),
      row('`grep -c`', lines, grep),
      row('goaccess, a tenth of the lines', partLines, peer),
      row('a script: readline, regular expression, dictionaries', lines, usual),
    ],
  };
}
