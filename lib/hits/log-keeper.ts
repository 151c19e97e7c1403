import { readdir, readFile } from 'node:fs/promises';
import { type Day, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { pointToNewest, prepareDays } from './log-dirs';
import type { Notices } from './notices';

/** Keeps the log directories ready for nginx: folders of the coming days, links to today, a new error log each day. */
export class LogKeeper {
  private preparedFor: Day | undefined;

  constructor(private readonly options: { logDirs: string[]; nginxPid?: string; notices: Notices }) {}

  /**
   * At the start. Throws a PresskitError 'config' when a directory cannot be made or listed; folders and links that
   * somebody else makes are fine to follow, so not being able to make them is only told.
   */
  async begin(): Promise<void> {
    const { logDirs, notices } = this.options;
    try {
      await this.prepare(today());
    } catch (error) {
      for (const dir of logDirs) {
        await readdir(dir).catch(() => {
          throw error;
        });
      }
      notices.raise('the log folders', explain(error));
    }
  }

  /** From time to time. Never throws. */
  async keep(): Promise<void> {
    const { notices } = this.options;
    try {
      await this.prepare(today());
      notices.clear('the log folders');
    } catch (error) {
      notices.raise('the log folders', explain(error));
    }
  }

  private async prepare(day: Day): Promise<void> {
    const { logDirs } = this.options;
    if (this.preparedFor === day) return pointToNewest(logDirs, day);
    const moved = await prepareDays(logDirs, day, DAYS);
    this.preparedFor = day;
    if (moved) await this.reopenLogs();
  }

  private async reopenLogs(): Promise<void> {
    const { nginxPid, notices } = this.options;
    if (!nginxPid) return;
    try {
      const pid = Number((await readFile(nginxPid, 'utf8')).trim());
      if (!Number.isInteger(pid) || pid < 2) throw new Error(`${nginxPid} does not hold a process id`);
      process.kill(pid, 'SIGUSR1');
      notices.clear('nginx');
    } catch (error) {
      // Not running yet is no trouble: it opens its logs when it starts.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ESRCH') return;
      notices.raise('nginx', `nginx could not be told to reopen its error log (${explain(error)})`);
    }
  }
}

/** Today and a week ahead, so that nothing has to run at midnight. */
const DAYS = 8;
