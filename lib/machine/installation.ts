import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { today } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { prepareDays } from '@/lib/hits/log-dirs';
import { startIngest } from './ingest';
import { type MemcachedServer, startMemcached } from './memcached';
import { startNginx } from './nginx';
import { startPostgres } from './postgres';
import { secretIn } from './secret';
import type { Server } from './server';
import { type SiteServer, startSite } from './site';

export type InstallationOptions = {
  /** Absolute path of the folder that holds everything: database, log, files, state. */
  dir: string;
  /** Where nginx listens. */
  port: number;
  /** Use these instead of starting a server. */
  databaseUrl?: string;
  memcachedServers?: string;
  /** For tests: the data may not outlive a power cut. */
  throwaway?: boolean;
  say?: (line: string) => void;
};

/** A whole Presskit on this machine, in one folder: first its stores, then (when they are filled) its front. */
export class Installation {
  postgres: (Server & { url: string }) | undefined;
  memcached: MemcachedServer | undefined;
  site: SiteServer | undefined;
  ingest: Server | undefined;
  nginx: Server | undefined;
  /** The configuration, as environment variables; complete once the stores run. */
  readonly env: Record<string, string>;

  constructor(private readonly options: InstallationOptions) {
    const { dir, port } = options;
    // LOG_DIR may name several folders with colons between them.
    if (dir.includes(':'))
      throw new PresskitError('usage', `the path of the data folder has a colon in it: ${dir}`);
    this.env = {
      SITE_URL: `http://localhost:${port}`,
      // Browsers take any name below localhost for this machine.
      SITE_URLS: `http://a.localhost:${port},http://b.localhost:${port}`,
      LOG_DIR: join(dir, 'log'),
      FILES_DIR: join(dir, 'files'),
      STATE_DIR: join(dir, 'state'),
      MAIL_DIR: join(dir, 'mails'),
      MAIL_FROM: 'presskit@localhost',
      // Of the environment this runs in: its people get no mail from sample content.
      SMTP_URL: '',
      SIGN_UP: 'open',
    };
  }

  get url(): string {
    return this.env.SITE_URL!;
  }

  /** The servers that were started here, in the order in which they depend on each other. */
  get servers(): Server[] {
    return [this.postgres, this.memcached, this.ingest, this.site, this.nginx].filter(
      (one) => one !== undefined,
    );
  }

  /** Starts PostgreSQL and memcached, and writes the configuration to DIR/presskit.env. */
  async startStores(): Promise<void> {
    const { dir, databaseUrl, memcachedServers, throwaway, say } = this.options;
    const run = join(dir, 'run');
    mkdirSync(run, { recursive: true });
    await allStarted([
      async () => {
        if (!databaseUrl) this.postgres = await startPostgres({ dir: join(dir, 'postgres'), throwaway, say });
      },
      async () => {
        if (!memcachedServers) this.memcached = await startMemcached({ dir: run });
      },
    ]);
    this.env.AUTH_SECRET = secretIn(dir);
    this.env.DATABASE_URL = databaseUrl ?? this.postgres!.url;
    this.env.MEMCACHED_SERVERS = memcachedServers ?? this.memcached!.server;
    const lines = Object.entries(this.env).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(dir, 'presskit.env'), lines.join(''), { mode: 0o600 });
  }

  /** Starts ingest, the site (which must have been built) and nginx. */
  async startFront(): Promise<void> {
    const { env, options } = this;
    const dir = join(options.dir, 'run');
    const nginxDir = join(options.dir, 'nginx');
    await prepareDays([env.LOG_DIR!], today(), 2);
    await allStarted([
      async () => {
        const server = env.MEMCACHED_SERVERS!.split(',')[0]!;
        this.ingest = await startIngest({ dir, server, nginxPid: join(nginxDir, 'master.pid'), env });
      },
      async () => {
        this.site = await startSite({ dir, env });
      },
    ]);
    this.nginx = await startNginx({
      dir: nginxDir,
      port: options.port,
      upstream: this.site!.upstream,
      logDir: env.LOG_DIR!,
      filesDir: env.FILES_DIR!,
    });
  }

  /** Stops everything: first what answers visitors, last what keeps the data. */
  async stop(): Promise<void> {
    await this.nginx?.stop();
    await Promise.all([this.site?.stop(), this.ingest?.stop()]);
    await Promise.all([this.memcached?.stop(), this.postgres?.stop()]);
  }
}

/** Waits for all, also when one fails, so that nobody is left starting; then throws the first failure. */
async function allStarted(starts: (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(starts.map((start) => start()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
