import type { Day } from '@/lib/clock';
import { explain } from '@/lib/errors';
import type { SumsOptions } from './day-sums';
import type { FollowedDay } from './followed-day';
import type { Notices } from './notices';
import { forgetOtherDays, loadDay, saveDay } from './snapshot';

/**
 * When days are saved and taken up again. Nothing here stops counting: a snapshot that cannot be read or written is
 * told of, and the log is read instead.
 */
export type KeeperOptions = {
  stateDir: string;
  notices: Notices;
  /** What the sums are counted with. */
  counting: SumsOptions;
  /** Milliseconds between two snapshots at the least. */
  saveEvery?: number;
};

const SAVE_EVERY = 15_000;
// Saving takes this part of the time at the most, because hits wait while sums are being copied, and writes so many
// bytes a second at the most, because disks wear. What is not saved, a start reads again in a moment.
const SHARE = 1 / 300;
const BYTES_PER_SECOND = 200_000;

export class SnapshotKeeper {
  private readonly saved = new Map<FollowedDay, number>();
  private saving: Promise<void> | undefined;
  private notBefore = 0;
  private tidied = '';

  constructor(private readonly options: KeeperOptions) {}

  /** Lets each day go on where its snapshot ends, if that still fits its log. */
  async resume(days: FollowedDay[]): Promise<void> {
    const { stateDir, counting, notices } = this.options;
    await this.tidy(days);
    for (const day of days) {
      const subject = `the snapshot of ${day.day}`;
      try {
        const found = await loadDay(stateDir, day.day, counting);
        if (found && (await day.resume(found.state, found.sums))) this.saved.set(day, day.version);
      } catch (error) {
        notices.raise(subject, `${subject} is not used (${explain(error)}); the day is counted from its log`);
      }
    }
  }

  /** Saves, if it is time, what has changed since it was saved. */
  saveIfDue(days: FollowedDay[]): void {
    const isDue = performance.now() >= this.notBefore || namesOf(days).join() !== this.tidied;
    if (isDue && !this.saving) void this.save(days);
  }

  /** Saves what has changed since it was saved; never twice at a time. */
  async save(days: FollowedDay[]): Promise<void> {
    await this.saving;
    this.saving = this.saveAll(days).finally(() => {
      this.saving = undefined;
    });
    await this.saving;
  }

  private async saveAll(days: FollowedDay[]): Promise<void> {
    const { stateDir, notices, saveEvery = SAVE_EVERY } = this.options;
    let blocked = 0;
    let bytes = 0;
    try {
      for (const day of days) {
        const { version } = day;
        if (!day.complete || this.saved.get(day) === version) continue;
        const done = await saveDay(stateDir, day);
        blocked += done.blocked;
        bytes += done.bytes;
        this.saved.set(day, version);
        notices.forget(`the snapshot of ${day.day}`);
      }
      notices.clear('the snapshot');
    } catch (error) {
      notices.raise(
        'the snapshot',
        `the snapshot cannot be written to ${stateDir} (${explain(error)}); the last one is kept, counts are not ` +
          'affected, a start will take longer',
      );
    }
    await this.tidy(days);
    this.notBefore =
      performance.now() + Math.max(saveEvery, blocked / SHARE, (bytes / BYTES_PER_SECOND) * 1000);
  }

  /** A salt lives as long as its day is followed. */
  private async tidy(days: FollowedDay[]): Promise<void> {
    for (const day of this.saved.keys()) if (!days.includes(day)) this.saved.delete(day);
    const { stateDir, notices } = this.options;
    this.tidied = namesOf(days).join();
    try {
      await forgetOtherDays(stateDir, namesOf(days));
      notices.clear('the old snapshots');
    } catch (error) {
      notices.raise(
        'the old snapshots',
        `old snapshots cannot be removed from ${stateDir} (${explain(error)})`,
      );
    }
  }
}

const namesOf = (days: FollowedDay[]): Day[] => days.map(({ day }) => day);
