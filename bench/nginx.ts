import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { today } from '@/lib/clock';
import { prepareDays } from '@/lib/hits/log-dirs';
import { configurationOf } from '@/lib/machine/nginx';
import { freePort } from '@/lib/machine/ports';
import { requireProgram } from '@/lib/machine/programs';
import { Server } from '@/lib/machine/server';

/**
 * nginx with the project's log format and dated log, answering every request itself with the file `page`: what the
 * log costs and how fresh counts are, without Next behind it.
 */
export async function startPlainNginx(
  dir: string,
  page: Buffer,
): Promise<{ server: Server; port: number; logDir: string }> {
  const port = await freePort();
  const logDir = join(dir, 'log');
  const www = join(dir, 'www');
  mkdirSync(join(dir, 'temporary'), { recursive: true });
  mkdirSync(www, { recursive: true });
  writeFileSync(join(www, 'page.html'), page);
  await prepareDays([logDir], today(), 2);
  const configuration = join(dir, 'nginx.conf');
  const whole = configurationOf(
    { dir, port, upstream: '127.0.0.1:9', logDir, filesDir: join(dir, 'files') },
    join(dir, 'temporary'),
  );
  const server = /include "[^"]*nginx\/server\.conf";/;
  if (!server.test(whole))
    throw new Error("nginx's configuration has changed: its server part is not included");
  writeFileSync(
    configuration,
    whole.replace(
      server,
      `root ${JSON.stringify(www)};
    keepalive_requests 1000000;
    access_log /$presskit_logs/$presskit_day/access.log presskit;
    open_log_file_cache max=16 inactive=1h valid=1s;
    location / { default_type text/html; try_files /page.html =404; }`,
    ),
  );
  const nginx = new Server({
    name: 'nginx',
    dir,
    mark: configuration,
    launch: () => ({ command: requireProgram('nginx'), args: ['-p', dir, '-c', configuration] }),
    ready: async () => {
      try {
        return (await fetch(`http://127.0.0.1:${port}/`)).ok;
      } catch {
        return false; // Not listening yet.
      }
    },
  });
  return { server: await nginx.start(), port, logDir };
}
