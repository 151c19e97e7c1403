import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { addDays, type Day, today } from '@/lib/clock';
import type { IngestStatus } from '@/lib/hits/ingest';
import { generatedLog } from '@/lib/hits/testing/generated-log';
import { naiveRecount } from '@/lib/hits/testing/naive-recount';
import { isRoot } from '@/lib/machine/accounts';
import { type MemcachedServer, startMemcached } from '@/lib/machine/memcached';
import { Memcached } from '@/lib/memcached';
import { keysIn } from '@/lib/memcached-keys';
import { setClock } from '../clock';

/**
 * A small world to break things in: log directories, a memcached and ingest processes, all real and all gone at the
 * end. What memcached should say is counted from the log by a counter that shares no code with the product.
 */
const PATIENCE = 15_000;
/** The names the tests give to logs. */
const LOG = /^access\.log([.-](\d+|late))?(\.gz)?$/;
const SETPRIV = [
  'setpriv',
  '--pdeathsig=KILL',
  ...['--bounding-set', '--inh-caps'].map((option) => `${option}=-dac_override,-dac_read_search`),
];

export class World {
  readonly dir = mkdtempSync(join(tmpdir(), 'presskit-faults-'));
  readonly logDirs: string[];
  readonly stateDir = join(this.dir, 'state');
  private readonly clockFile = join(this.dir, 'clock');
  private readonly ingests: Ingest[] = [];
  private seed = 1;

  private constructor(
    readonly memcached: MemcachedServer,
    private readonly client: Memcached,
    directories: number,
  ) {
    this.logDirs = Array.from({ length: directories }, (_, i) => join(this.dir, `log${i}`));
    for (const dir of this.logDirs) mkdirSync(dir);
  }

  static async start(directories = 1): Promise<World> {
    const memcached = await startMemcached();
    return new World(memcached, new Memcached(memcached.server), directories);
  }

  /** Starts an ingest; resolves when the whole log that is there has been counted once. */
  async ingest(o: IngestSetup = {}): Promise<Ingest> {
    const ingest = this.launch(o);
    const day = this.today();
    await until(
      async () => {
        ingest.mustRun();
        return (await this.status())?.pid === ingest.pid && (await this.get(`hits:${day}:ready`)) === '1';
      },
      () => `ingest has not begun to count; it said:\n${ingest.said}`,
    );
    return ingest;
  }

  /** Starts an ingest and does not wait for anything. */
  launch(o: IngestSetup = {}): Ingest {
    const command = [process.execPath, '--import', 'tsx', 'lib/cli/presskit.ts', 'ingest', ...(o.args ?? [])];
    // To root nothing is forbidden; without this capability, permissions hold for root too.
    if (isRoot()) command.unshift(...SETPRIV);
    const child = spawn(command[0]!, command.slice(1), {
      env: {
        ...process.env,
        LOG_DIR: this.logDirs.join(':'),
        STATE_DIR: this.stateDir,
        MEMCACHED_SERVERS: this.memcached.server,
        SITE_URL: 'http://localhost',
        ...(existsSync(this.clockFile) && { CLOCK_FILE: this.clockFile }),
        ...o.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const ingest = new Ingest(child);
    this.ingests.push(ingest);
    return ingest;
  }

  /** The path of a day's log. */
  log(o: { day?: Day; dir?: number; name?: string } = {}): string {
    const folder = join(this.logDirs[o.dir ?? 0]!, ...(o.day ?? this.today()).split('-'));
    return join(folder, o.name ?? 'access.log');
  }

  /** Lines that no other call gives: hits, requests to drop, and garbage. */
  lines(count = 50, day = this.today()): Buffer {
    return generatedLog({ seed: this.seed++, lines: count, day, long: false });
  }

  append(path = this.log(), lines = this.lines()): void {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, lines);
  }

  /** Makes it that moment for every ingest started from now on, and for this one's `today`. */
  setClock(iso: string): void {
    Object.assign(process.env, setClock(this.dir, iso));
  }

  today(): Day {
    return today();
  }

  /** The days ingest follows: yesterday, today and tomorrow. */
  private days(): Day[] {
    return [-1, 0, 1].map((n) => addDays(this.today(), n));
  }

  async get(key: string): Promise<string | undefined> {
    try {
      return (await this.client.get([key])).get(key)?.toString();
    } catch {
      return undefined; // away; that is what some tests are about
    }
  }

  async status(): Promise<IngestStatus | null> {
    const text = await this.get('presskit:ingest');
    return text ? JSON.parse(text) : null;
  }

  /** Resolves when memcached says what the log says, and still does after ingest has looked at everything again. */
  async agrees(): Promise<void> {
    await this.agreesOnce();
    await this.nextStatus();
    await this.agreesOnce();
  }

  /** The first status ingest gives after the one it gave last, or after that one. */
  async nextStatus(before?: IngestStatus): Promise<IngestStatus> {
    const last = before ?? (await this.status());
    let status: IngestStatus | null = null;
    await until(
      async () => {
        status = await this.status();
        return status !== null && (status.pid !== last?.pid || status.secondsUp > last.secondsUp);
      },
      () => `ingest gives no sign of life; it said:\n${this.said()}`,
    );
    return status!;
  }

  /** Resolves as soon as memcached says what the log says. */
  async agreesOnce(): Promise<void> {
    let difference = '';
    await until(
      async () => {
        difference = await this.difference();
        return difference === '';
      },
      () => `memcached differs from the log: ${difference}\ningest said:\n${this.said()}`,
    );
  }

  /** What memcached says of a day, by key, without zeros. */
  async numbers(day: Day): Promise<Map<string, string>> {
    const keys = (await keysIn(this.memcached.server, `hits:${day}:`)).sort();
    const values = await this.client.get(keys);
    return new Map(
      [...values].map(([key, value]) => [key, value.toString()] as const).filter(([, n]) => n !== '0'),
    );
  }

  /** Resolves when ingest has counted that many lines of today. */
  async counted(lines: number): Promise<void> {
    let last: number | undefined;
    await until(
      async () => {
        last = (await this.status())?.today.lines;
        return last === lines;
      },
      () => `ingest has counted ${last} lines, not ${lines}; it said:\n${this.said()}`,
    );
  }

  async becomes(key: string, value: string): Promise<void> {
    let last: string | undefined;
    await until(
      async () => {
        last = await this.get(key);
        return last === value;
      },
      () => `${key} is ${last}, not ${value}`,
    );
  }

  /** Resolves when the folders hold that many lines. */
  async linesStored(count: number): Promise<void> {
    let there = 0;
    await until(
      async () => {
        const names = readdirSync(this.logDirs[0]!, { recursive: true }) as string[];
        const logs = names.filter((name) => /\/access\.log[^/]*$/.test(name));
        there = logs.reduce(
          (sum, name) => sum + readFileSync(join(this.logDirs[0]!, name), 'latin1').split('\n').length - 1,
          0,
        );
        return there >= count;
      },
      () => `there are ${there} lines in the folders; ingest said:\n${this.said()}`,
    );
  }

  /** What the log says, by key: the hits of yesterday, today and tomorrow. */
  expected(): Map<string, number> {
    const numbers = new Map<string, number>();
    for (const day of this.days()) {
      for (const dir of this.logDirs) {
        const folder = join(dir, ...day.split('-'));
        const names = existsSync(folder) ? readdirSync(folder).filter((name) => LOG.test(name)) : [];
        for (const name of names) {
          if (names.includes(name.replace(/\.gz$/, '')) && name.endsWith('.gz')) continue;
          const bytes = readFileSync(join(folder, name));
          const { views } = naiveRecount(name.endsWith('.gz') ? gunzipSync(bytes) : bytes, { live: true });
          for (const [key, count] of views) {
            const name = `hits:${day}:${key}`;
            numbers.set(name, (numbers.get(name) ?? 0) + count);
          }
        }
      }
    }
    return numbers;
  }

  async stop(): Promise<void> {
    for (const ingest of this.ingests) await ingest.kill('SIGKILL');
    this.client.close();
    await this.memcached.kill('SIGCONT');
    await this.memcached.stop();
    delete process.env.CLOCK_FILE;
    rmSync(this.dir, { recursive: true, force: true });
  }

  private said(): string {
    return this.ingests.map(({ pid, said }) => `${pid}: ${said}`).join('\n');
  }

  private async difference(): Promise<string> {
    const expected = this.expected();
    try {
      const there = (await keysIn(this.memcached.server, 'hits:')).filter((key) =>
        this.days().some((day) => key.startsWith(`hits:${day}:`) && !key.endsWith(':ready')),
      );
      const keys = [...new Set([...there, ...expected.keys()])];
      const values = await this.client.get(keys);
      const wrong = keys.filter((key) => Number(values.get(key) ?? 0) !== (expected.get(key) ?? 0));
      return wrong
        .slice(0, 5)
        .map((key) => `${key} is ${values.get(key) ?? 'missing'}, the log says ${expected.get(key) ?? 0}`)
        .join('; ');
    } catch (error) {
      return String(error);
    }
  }
}

export type IngestSetup = { args?: string[]; env?: Record<string, string> };

/** An ingest process and what it said. */
export class Ingest {
  said = '';
  private readonly ended: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        this.said += chunk;
      });
    }
    child.stdin?.on('error', (error) => {
      this.said += `(standard input: ${error.message})`;
    });
    this.ended = once(child, 'close');
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Throws with what it said if the process has ended. */
  mustRun(): void {
    assert.equal(
      this.child.exitCode ?? this.child.signalCode,
      null,
      `ingest has ended; it said:\n${this.said}`,
    );
  }

  /** Sends a signal and waits for the end; the exit code, null when a signal ended it. */
  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exit();
  }

  async exit(): Promise<number | null> {
    await this.ended;
    return this.child.exitCode;
  }

  /** Resolves when it has said something like that. */
  async says(pattern: RegExp): Promise<void> {
    await until(
      async () => pattern.test(this.said),
      () => `ingest has not said ${pattern}, but:\n${this.said}`,
    );
  }
}

/** Asks until it is so. Throws an error with that message when it takes too long. */
export async function until(isSo: () => Promise<boolean>, message: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await isSo())) {
    assert.ok(Date.now() < deadline, message());
    await sleep(20);
  }
}
