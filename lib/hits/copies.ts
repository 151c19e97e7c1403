import { dirname } from 'node:path';
import type { FollowedFile } from './followed-file';
import type { LogFile } from './log-dirs';
import { idOf } from './recount';

/**
 * New files that look like copies of one that is followed. Rotation by copy and truncate makes such: until the
 * truncation both hold the same lines, and counted twice they would show for a moment. So a file that begins as another
 * in its folder does is left alone until it has been at rest for a while.
 */
export class Copies {
  private readonly suspects = new Map<string, { size: number; since: number }>();

  /** Whether to leave a new file alone for now. Throws what reading it throws. */
  mayBe(file: LogFile, listed: LogFile[], followed: Map<string, FollowedFile>): boolean {
    const id = idOf(file);
    const suspect = this.suspects.get(id);
    if (suspect?.size === file.size && performance.now() - suspect.since > QUIET) {
      this.suspects.delete(id);
      return false;
    }
    const folder = dirname(file.path);
    const beginsLike = (other: LogFile) =>
      dirname(other.path) === folder && followed.get(idOf(other))?.beginsLike(file.path) === true;
    if (!listed.some(beginsLike)) return false;
    if (suspect?.size !== file.size) this.suspects.set(id, { size: file.size, since: performance.now() });
    return true;
  }
}

/** Milliseconds. */
const QUIET = 3000;
