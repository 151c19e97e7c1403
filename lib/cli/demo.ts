import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { define } from './command';
import { runDemo } from './demo/run';
import { dataDir, demoLock } from './environment';
import { untilStopped } from './signals';

export const command = define({
  name: 'demo',
  description:
    'Brings up a whole Presskit with sample content, for real: PostgreSQL, memcached and nginx, the production build ' +
    'of the site, ingest and the nightly roll-up. Prints "ready: URL" when it can be visited. Ctrl-C stops all of it; ' +
    'what it holds stays in DATA_DIR. As root on Debian or Ubuntu it installs nginx and memcached when missing.',
  examples: [
    ['', 'at http://localhost:8080, data in .data'],
    ['--json', 'the same, and at its end one JSON document'],
  ],
  variables: ['PORT', 'DATA_DIR', 'DATABASE_URL', 'MEMCACHED_SERVERS', 'TZ'],
  async run() {
    const port = portGiven(process.env.PORT || '8080');
    const { DATABASE_URL, MEMCACHED_SERVERS } = process.env;
    // Only those that are set are looked at: the demo brings its own.
    if (DATABASE_URL) env('DATABASE_URL');
    if (MEMCACHED_SERVERS) env('MEMCACHED_SERVERS');
    env();
    const dir = dataDir();
    const signal = untilStopped();
    await runDemo({
      dir,
      port,
      lock: demoLock(dir),
      databaseUrl: DATABASE_URL || undefined,
      memcachedServers: MEMCACHED_SERVERS || undefined,
      signal,
      say: (line) => console.log(line),
    });
    return undefined;
  },
});

function portGiven(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new PresskitError('usage', `PORT is "${text}", which is not a port; a good value: PORT=8080`);
}
