import { addDays, type Day, today } from '@/lib/clock';
import { env, optionalEnv } from '@/lib/env';
import { audit, auditReport, isClean } from '@/lib/hits/audit';
import { ownHosts } from '@/lib/origins';
import { define } from './command';
import { dayGiven, numberGiven } from './days';
import { progressBar } from './progress';
import { untilStopped } from './signals';
import { withStores } from './stores';

const variables = ['DATABASE_URL', 'MEMCACHED_SERVERS', 'LOG_DIR', 'SITE_URL'] as const;

export const command = define<{ day?: Day; threads?: number }>({
  name: 'audit',
  description:
    'Counts a day again from its log and prints every place where memcached or PostgreSQL says something else, and what ' +
    'became of each line: lines read = hits + every reason to drop one. Changes nothing. Exit status 1 when there is ' +
    'a difference; `presskit rollup --day` puts PostgreSQL right, a restart of ingest memcached.',
  accept: (command) =>
    command
      .option('--day <day>', 'the day (default: yesterday)', dayGiven)
      .option('--threads <n>', 'threads at the most (default: one per core)', numberGiven(1)),
  examples: [
    ['', 'yesterday'],
    ['--day today', 'what has been counted so far'],
    ['--day 2026-11-20 --json', 'for a program'],
  ],
  variables: [...variables, 'TZ'],
  run: ({ options }) =>
    withStores(async () => {
      const { LOG_DIR, MEMCACHED_SERVERS } = env(...variables);
      const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
      const bar = progressBar('MB');
      const found = await audit({
        day: options.day ?? addDays(today(), -1),
        logDirs: LOG_DIR,
        servers: MEMCACHED_SERVERS.split(','),
        ownHosts: ownHosts(),
        geoDb: optionalEnv('GEO_DB').GEO_DB,
        threads: options.threads,
        signal: untilStopped(),
        onProgress: (bytes, of) => bar.to(megabytes(bytes), megabytes(of)),
      }).finally(bar.end);
      return { text: auditReport(found), json: found, failed: !isClean(found) };
    }),
});
