import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explain, PresskitError } from '@/lib/errors';
import { isStopped, MARK, stopLeftover } from './leftovers';
import { programNamed } from './programs';

/**
 * Real servers on this machine, for the demo and for tests: PostgreSQL, memcached, nginx, the site, ingest. One file
 * per server says how it is started and when it is ready; here is what they have in common. An installation that runs
 * under systemd uses nothing of this folder, and nothing in it belongs to one command or one test.
 */
export type Launch = {
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
};

export type ServerSpec = {
  name: string;
  /** Folder of its log (NAME.log) and its process id (NAME.pid). */
  dir: string;
  /** The folder goes when the server is stopped. */
  temporary?: boolean;
  /** Recognises a process of this server: a path on its command line. Default: the pid file's path. */
  mark?: string;
  launch(): Launch;
  /** Clears the way, after a leftover of this server has been stopped. */
  before?(): Promise<void>;
  /** Resolves true when the server answers; asked again each 50 ms until it does. */
  ready(): Promise<boolean>;
  stopSignal?: NodeJS.Signals;
  /** Milliseconds to start, and to stop. */
  patience?: number;
};

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

const running = new Set<Server>();

export class Server {
  /** Called when the process ends after it had started, unless by stop(). */
  onExit: ((exit: Exit) => void) | undefined;
  private child: ChildProcess | undefined;
  private ended: Promise<Exit> | undefined;
  private up = false;

  constructor(private readonly spec: ServerSpec) {}

  get name(): string {
    return this.spec.name;
  }

  /** The process id; 0 while it does not run. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Whether it has answered since it was started. */
  get isUp(): boolean {
    return this.up;
  }

  get logFile(): string {
    return join(this.spec.dir, `${this.name}.log`);
  }

  /** Starts the process and waits until it answers. Throws 'unavailable' with the end of its log when it does not. */
  async start(): Promise<this> {
    if (this.child) return this;
    const { dir, launch, patience = 30_000 } = this.spec;
    const pidFile = join(dir, `${this.name}.pid`);
    const mark = this.spec.mark ?? pidFile;
    mkdirSync(dir, { recursive: true });
    const { command, args, cwd, env, uid, gid } = launch();
    await stopLeftover(pidFile, mark, command);
    await this.spec.before?.();
    shorten(this.logFile);
    const log = openSync(this.logFile, 'a');
    // The kernel ends the child when this process dies, however it dies.
    const setpriv = programNamed('setpriv');
    const [program, rest] = setpriv
      ? [setpriv, ['--pdeathsig', this.stopSignal.slice(3), '--', command, ...args]]
      : [command, args];
    const child = spawn(program, rest, {
      cwd,
      uid,
      gid,
      env: { ...(env ?? process.env), [MARK]: mark },
      stdio: ['ignore', log, log],
      // Its own group: Ctrl-C reaches this process only, which then stops the servers in order.
      detached: true,
    });
    closeSync(log);
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => {
        writeFileSync(this.logFile, `${command}: ${error.message}\n`, { flag: 'a' });
        this.gone(child, { code: 127, signal: null }, resolve);
      });
      child.once('exit', (code, signal) => this.gone(child, { code, signal }, resolve));
    });
    running.add(this);
    if (child.pid) writeFileSync(pidFile, String(child.pid));
    const until = Date.now() + patience;
    while (!(await this.spec.ready())) {
      if (this.child !== child) throw this.failure('has stopped');
      if (Date.now() > until) {
        await this.stop();
        throw this.failure(`does not answer after ${Math.round(patience / 1000)} s`);
      }
      await sleep(50);
    }
    if (this.child !== child) throw this.failure('has stopped');
    this.up = true;
    return this;
  }

  /** Stops the process, at last with SIGKILL, and waits until it is gone. */
  async stop(): Promise<void> {
    const { child, ended } = this;
    if (!child || !ended) return;
    this.up = false;
    send(child.pid, this.stopSignal);
    // One that stands still would not hear of it.
    send(child.pid, 'SIGCONT');
    const late = setTimeout(() => sendGroup(child.pid, 'SIGKILL'), this.spec.patience ?? 10_000);
    await ended;
    clearTimeout(late);
    if (this.spec.temporary) rmSync(this.spec.dir, { recursive: true, force: true });
    else rmSync(join(this.spec.dir, `${this.name}.pid`), { force: true });
  }

  /** Sends a signal; after SIGKILL or SIGSTOP, waits until the process is gone or stands still. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child, ended } = this;
    if (!child) return;
    send(child.pid, signal);
    if (signal === 'SIGKILL') await ended;
    while (signal === 'SIGSTOP' && !isStopped(child.pid!)) await sleep(1);
  }

  /** Stops it if it runs, and starts it again: same port, same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The last lines it wrote. */
  logTail(lines = 15): string {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch (error) {
      return explain(error);
    }
  }

  private get stopSignal(): NodeJS.Signals {
    return this.spec.stopSignal ?? 'SIGTERM';
  }

  private gone(child: ChildProcess, exit: Exit, resolve: (exit: Exit) => void): void {
    if (this.child !== child) return;
    this.child = undefined;
    running.delete(this);
    // Workers outlive a master that was killed, and would keep its port.
    sendGroup(child.pid, 'SIGKILL');
    resolve(exit);
    if (this.up) this.onExit?.(exit);
    this.up = false;
  }

  private failure(what: string): PresskitError {
    return new PresskitError(
      'unavailable',
      `${this.name} ${what}; the end of ${this.logFile}:\n${this.logTail()}`,
    );
  }
}

/** Stops the servers that do not answer yet; whoever waits for their start is told so. */
export async function abandonStarts(): Promise<void> {
  await Promise.all([...running].filter((server) => !server.isUp).map((server) => server.stop()));
}

// Where there is no setpriv: at least an ordinary end takes the servers along.
process.on('exit', () => {
  for (const server of running) void server.kill('SIGTERM');
});

const LONGEST_LOG = 5 * 2 ** 20;

function shorten(log: string): void {
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LONGEST_LOG) renameSync(log, `${log}.1`);
}

function send(pid: number | undefined, signal: NodeJS.Signals): void {
  if (!pid) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function sendGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader) send(-leader, signal);
}

const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ESRCH';
