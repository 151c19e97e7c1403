import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { PresskitError } from '@/lib/errors';
import { isRoot } from './accounts';
import { isFree } from './ports';
import { requireProgram } from './programs';
import { root as ours } from './root';
import { Server } from './server';

export type NginxSettings = {
  /** Folder of nginx.conf, nginx's temporary files and its own messages. */
  dir: string;
  /** Listened on, on the loopback addresses. */
  port: number;
  /** host:port of the site. */
  upstream: string;
  logDir: string;
  filesDir: string;
  /** Folder of package.json; default: this one. */
  root?: string;
};

/**
 * Starts nginx with the files that an operator includes (nginx/http.conf, nginx/server.conf). X-Forwarded-For from
 * loopback is believed, so that a replayed log keeps its addresses. The day folders of the log must be there.
 */
export async function startNginx(o: NginxSettings): Promise<Server & { readonly port: number }> {
  if (!(await isFree(o.port))) throw new PresskitError('unavailable', `port ${o.port} is in use`);
  const configuration = join(o.dir, 'nginx.conf');
  const server = new Server({
    name: 'nginx',
    dir: o.dir,
    mark: configuration,
    launch() {
      writeConfiguration(configuration, o);
      return { command: requireProgram('nginx'), args: ['-p', o.dir, '-c', configuration] };
    },
    ready: () => listens(o.port),
    // "Fast": does not wait for visitors with an open connection.
    stopSignal: 'SIGTERM',
    patience: 10_000,
  });
  await server.start();
  return Object.assign(server, { port: o.port });
}

/** Writes the configuration with its values, and the folders it needs. */
function writeConfiguration(path: string, o: NginxSettings): void {
  const temporary = join(o.dir, 'temporary');
  for (const folder of [temporary, join(o.filesDir, 'public'), o.logDir])
    mkdirSync(folder, { recursive: true });
  writeFileSync(path, configurationOf(o, temporary));
}

/** @param temporary folder for bodies too large for memory */
export function configurationOf(o: NginxSettings, temporary: string): string {
  const root = o.root ?? ours;
  const ipv6 = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some((one) => one.address === '::1'),
  );
  return `# Written by presskit at each start; changes here are lost.
daemon off;
# Workers open the dated logs, which lie wherever the person who started this put them.
${isRoot() ? 'user root;\n' : ''}worker_processes 2;
pid ${quoted(join(o.dir, 'master.pid'))};
error_log ${quoted(join(o.logDir, 'error'))} warn;
events { worker_connections 1024; }
http {
  include ${quoted(mimeTypes())};
  default_type application/octet-stream;
  sendfile on;
  tcp_nopush on;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${quoted(join(temporary, kind))};`).join('\n  ')}

  upstream presskit { server ${o.upstream}; keepalive 32; keepalive_timeout 4s; }
  map $host $presskit_scheme { default $scheme; }
  map $host $presskit_root  { default ${quoted(root)}; }
  map $host $presskit_files { default ${quoted(o.filesDir)}; }
  map $host $presskit_logs  { default ${quoted(o.logDir)}; }
  include ${quoted(join(root, 'nginx/http.conf'))};

  server {
    listen 127.0.0.1:${o.port};${ipv6 ? `\n    listen [::1]:${o.port};` : ''}
    server_name localhost;
    set_real_ip_from 127.0.0.1;
    set_real_ip_from ::1;
    real_ip_header X-Forwarded-For;
    include ${quoted(join(root, 'nginx/server.conf'))};
  }
}
`;
}

function quoted(path: string): string {
  // nginx has no way to write a dollar sign, and an include reads wildcards.
  if (/[$*?[\n]/.test(path))
    throw new PresskitError('usage', `nginx cannot use a path with one of $ * ? [ in it: ${path}`);
  return `"${path.replace(/["\\]/g, '\\$&')}"`;
}

function mimeTypes(): string {
  const known = [
    '/etc/nginx/mime.types',
    '/usr/local/etc/nginx/mime.types',
    '/usr/local/nginx/conf/mime.types',
  ];
  const found = known.find((path) => existsSync(path));
  if (!found) throw new PresskitError('unavailable', `nginx's mime.types is in none of ${known.join(', ')}`);
  return found;
}

function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      done(true);
      socket.destroy();
    });
    socket.once('error', () => done(false));
  });
}
