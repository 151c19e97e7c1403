import { env, optionalEnv } from '@/lib/env';
import { runIngest } from '@/lib/hits/ingest';
import { ownHosts } from '@/lib/origins';
import { define } from './command';
import { numberGiven } from './days';
import { untilStopped } from './signals';

export const command = define<{ stdin?: true; nginxPid?: string; snapshotEvery: number }>({
  name: 'ingest',
  description:
    "Follows the web server's log and keeps today's and yesterday's hits in memcached. Runs until it is stopped; it " +
    'may be killed at any moment, the numbers come from the log. It also makes the log folders of the coming days. ' +
    'With --stdin it reads a log that a web server pipes to it (or an old one), puts each line into the folder of its ' +
    'day, counts it, and ends with its input.',
  accept: (command) =>
    command
      .option('--stdin', 'read the log from standard input')
      .option('--nginx-pid <file>', "nginx's pid file, to let it reopen its error log at midnight")
      .option('--snapshot-every <seconds>', 'how often to save what was counted', numberGiven(1), 15),
  examples: [
    ['--nginx-pid /run/nginx.pid', 'follow the log that nginx writes'],
    ['--stdin < old-access.log', 'take in an old log'],
  ],
  variables: ['LOG_DIR', 'MEMCACHED_SERVERS', 'STATE_DIR', 'SITE_URL', 'SITE_URLS', 'TZ'],
  async run({ options, json }) {
    const { LOG_DIR, MEMCACHED_SERVERS, STATE_DIR } = env(
      'LOG_DIR',
      'MEMCACHED_SERVERS',
      'STATE_DIR',
      'SITE_URL',
    );
    let last: unknown = null;
    await runIngest({
      logDirs: LOG_DIR,
      servers: MEMCACHED_SERVERS.split(','),
      stateDir: STATE_DIR,
      ownHosts: ownHosts(),
      geoDb: optionalEnv('GEO_DB').GEO_DB,
      stdin: options.stdin ? process.stdin : undefined,
      nginxPid: options.nginxPid,
      saveEvery: options.snapshotEvery * 1000,
      signal: untilStopped(),
      onStatus: (status) => {
        last = status;
      },
    });
    return json ? { text: '', json: last } : undefined;
  },
});
