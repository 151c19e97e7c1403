import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request as ask } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { Installation } from '@/lib/machine/installation';
import { freePort } from '@/lib/machine/ports';
import { presskit as commandLine, root } from '@/lib/machine/root';

/**
 * Several whole Presskits beside each other, as their operators run them: data folders, databases, servers and host names
 * of their own. What is set up is set up by the command line; this process's own configuration is none of theirs.
 */
export class OwnSite {
  private constructor(
    readonly dir: string,
    readonly installation: Installation,
  ) {}

  /** @param o.sharing a site whose database, people and secret this one has, too */
  static async start(host: string, o: { sharing?: OwnSite } = {}): Promise<OwnSite> {
    const dir = mkdtempSync(join(tmpdir(), 'presskit-site-'));
    const port = await freePort();
    const { DATABASE_URL: databaseUrl, AUTH_SECRET } = o.sharing?.installation.env ?? {};
    const installation = new Installation({
      dir,
      port,
      throwaway: true,
      ...(databaseUrl && { databaseUrl }),
    });
    const site = new OwnSite(dir, installation);
    try {
      Object.assign(installation.env, {
        SITE_URL: `http://${host}:${port}`,
        SITE_URLS: '',
        SIGN_UP: 'invited',
      });
      await installation.startStores();
      if (AUTH_SECRET) installation.env.AUTH_SECRET = AUTH_SECRET;
      await site.presskit(['migrate']);
      await installation.startFront();
      return site;
    } catch (error) {
      await site.stop();
      throw error;
    }
  }

  get origin(): string {
    return this.installation.url;
  }

  async stop(): Promise<void> {
    await this.installation.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** A command as an operator gives it; what it says with --json. */
  async presskit<T = unknown>(args: string[], input = ''): Promise<T> {
    const child = spawn(process.execPath, [...commandLine(...args), '--json'], {
      cwd: root,
      env: { ...process.env, ...this.installation.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let [output, trouble] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      trouble += text;
    });
    child.stdin.end(input);
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`presskit ${args.join(' ')}: ${trouble}${output}`);
    return (output ? JSON.parse(output) : {}) as T;
  }

  /** Somebody with a password and a verified address. */
  async person(email: string, name: string, password: string): Promise<void> {
    await this.presskit(['users', 'add', email, '--name', name, '--password-stdin'], `${password}\n`);
  }

  async sql<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const sql = postgres(this.installation.env.DATABASE_URL!, { max: 1, onnotice: () => undefined });
    try {
      return await work(sql);
    } finally {
      await sql.end();
    }
  }

  /** A request that no browser makes, to nginx or to another process of the site. */
  get(
    path: string,
    headers: Record<string, string>,
    port = new URL(this.origin).port,
  ): Promise<{ status: number; location: string }> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, agent: false };
      const sent = ask({ ...options, headers: { Host: new URL(this.origin).host, ...headers } }, (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode!, location: answer.headers.location ?? '' });
      });
      sent.on('error', reject).end();
    });
  }

  /** Files of the data folder, the database's own among them, that hold a text. */
  filesWith(text: string): string[] {
    return filesIn(this.dir).filter((file) => readFileSync(file).includes(text));
  }

  /** Every row of every table, as text. */
  dump(): Promise<string> {
    return this.sql(async (sql) => {
      const tables = await sql<{ name: string }[]>`
        select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname in ('public', 'store', 'history')`;
      const texts = [];
      for (const { name } of tables) {
        const [row] = await sql.unsafe<{ all: string | null }[]>(
          `select string_agg(t::text, '') as all from ${name} t`,
        );
        texts.push(row?.all ?? '');
      }
      return texts.join('');
    });
  }
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() && statSync(path).size < 2 ** 28 ? [path] : [];
  });
}
