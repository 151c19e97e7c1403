import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Processes that an earlier run left behind (it was killed, or the machine lost power and process ids start anew).
 * A process id from a file proves nothing: a process is stopped only when /proc says that it is ours.
 */

/** Environment variable in which each child carries its mark. */
export const MARK = 'PRESSKIT_SERVER';

/** Stops the process whose id stands in the file, and its group, if they carry the mark. Waits until they are gone. */
export async function stopLeftover(pidFile: string, mark: string, program: string): Promise<boolean> {
  const pid = Number(read(pidFile));
  if (!Number.isInteger(pid) || pid < 2) return false;
  const ours = () => membersOf(pid).filter((member) => isOurs(member, pid, mark, program));
  if (ours().length === 0) return false;
  const started = Date.now();
  for (const member of ours()) signal(member, 'SIGTERM');
  while (ours().length > 0) {
    await sleep(50);
    if (Date.now() - started > 5000) for (const member of ours()) signal(member, 'SIGKILL');
  }
  return true;
}

/** Whether a process carries the mark, in its environment or (servers that write over it) its command line. */
export function carries(pid: number, mark: string): boolean {
  return (
    read(`/proc/${pid}/environ`).split('\0').includes(`${MARK}=${mark}`) ||
    read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').includes(mark)
  );
}

/** The processes that work in a folder. */
export function processesIn(folder: string): number[] {
  return processes().filter((pid) => link(`/proc/${pid}/cwd`) === folder);
}

/**
 * Ends the processes that this one has started and does not know of: the compiler that tsx keeps beside it would
 * otherwise outlive it by a moment.
 */
export function endChildren(): void {
  for (const pid of processes()) if (Number(statOf(pid)[1]) === process.pid) signal(pid, 'SIGKILL');
}

/** Whether every thread of a process is stopped (SIGSTOP has arrived), or it is gone. */
export function isStopped(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).every((thread) =>
      /^[TZX]/i.test(fieldsOf(`${pid}/task/${thread}`)[0] ?? 'Z'),
    );
  } catch {
    // Gone, or no /proc to tell.
    return true;
  }
}

/** A word that tells a process from a later one with the same id; '' when there is none. */
export function birthOf(pid: number): string {
  return statOf(pid)[19] ?? '';
}

function isOurs(pid: number, leader: number, mark: string, program: string): boolean {
  if (carries(pid, mark)) return true;
  // A worker whose master was killed: it has lost its name, but is still in the master's session and program.
  const session = Number(statOf(pid)[3]);
  return pid !== leader && session === leader && link(`/proc/${pid}/exe`) === program;
}

/** The process with that id and all of its group. */
function membersOf(leader: number): number[] {
  return processes().filter((pid) => pid === leader || Number(statOf(pid)[2]) === leader);
}

function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => statOf(pid)[0] !== 'Z');
  } catch {
    // No /proc on this system: nothing can be told, so nothing is stopped.
    return [];
  }
}

/** The fields of /proc/<pid>/stat after the program's name: state, parent, group, session, ..., [19] start time. */
const statOf = (pid: number): string[] => fieldsOf(String(pid));

function fieldsOf(task: string): string[] {
  const text = read(`/proc/${task}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The file or the process is gone, or belongs to somebody else.
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // As above.
    return '';
  }
}
