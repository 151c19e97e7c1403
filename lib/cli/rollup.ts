import type { Day } from '@/lib/clock';
import { env, optionalEnv } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { daysBetween, daysToRollUp, type RolledUp, rollUp } from '@/lib/hits/rollup';
import { ownHosts } from '@/lib/origins';
import { define } from './command';
import { dayGiven, numberGiven } from './days';
import { progressBar } from './progress';
import { untilStopped } from './signals';
import { withStores } from './stores';

type Options = { day?: Day; from?: Day; to?: Day; partial?: true; threads?: number };

export const command = define<Options>({
  name: 'rollup',
  description:
    'Turns finished days of the log into hits, visitors and breakdowns per content in PostgreSQL. Without options: ' +
    'every finished day that has a log and no roll-up yet, or whose log has grown since. With a day or a range: those ' +
    'days again, replacing what was there, unless some of the log it was made from is gone. A day is done in one ' +
    'transaction; a timer starts this after midnight.',
  accept: (command) =>
    command
      .option('--day <day>', 'this day', dayGiven)
      .option('--from <day>', 'the first day of a range', dayGiven)
      .option('--to <day>', 'the last day of a range', dayGiven)
      .option('--partial', 'replace a day even if a file it was made from is gone')
      .option('--threads <n>', 'threads at the most (default: one per core)', numberGiven(1)),
  examples: [
    ['', 'what is missing'],
    ['--day yesterday', 'one day again'],
    ['--from 2026-11-01 --to 2026-11-23', 'a range again'],
  ],
  variables: ['DATABASE_URL', 'LOG_DIR', 'SITE_URL', 'SITE_URLS', 'TZ'],
  run: ({ options }) => withStores(() => run(options)),
});

async function run(options: Options) {
  const { LOG_DIR } = env('DATABASE_URL', 'LOG_DIR', 'SITE_URL');
  const signal = untilStopped();
  const days = await daysAskedFor(options, LOG_DIR);
  const bar = progressBar('days');
  let done: RolledUp[];
  try {
    done = await rollUp(days, {
      logDirs: LOG_DIR,
      ownHosts: ownHosts(),
      geoDb: optionalEnv('GEO_DB').GEO_DB,
      threads: options.threads,
      partial: options.partial,
      signal,
      onDay: ({ day }, done, total) => bar.to(done, total, day),
    });
  } finally {
    bar.end();
  }
  const text =
    done.length > 0 ? done.map(lineOf).join('\n') : 'every finished day that has a log is rolled up';
  return { text, json: { days: done } };
}

async function daysAskedFor({ day, from, to }: Options, logDirs: string[]): Promise<Day[]> {
  if (day && (from || to)) throw new PresskitError('usage', 'give either --day or --from and --to');
  if (day) return daysBetween(day, day, logDirs);
  if (!from && !to) return daysToRollUp(logDirs);
  if (!from || !to) throw new PresskitError('usage', 'a range needs both --from and --to');
  return daysBetween(from, to, logDirs);
}

const lineOf = ({ day, lines, hits, visitors, durationMs }: RolledUp) =>
  `${day}  ${lines.toLocaleString('en')} lines, ${hits.toLocaleString('en')} hits, ` +
  `${visitors.toLocaleString('en')} visitors, ${(durationMs / 1000).toFixed(1)} s`;
