import type { DraftContent } from './types';

/**
 * What the server does not have yet, kept in this browser, per release, person and tab: after a crash, a closed lid or an
 * ended session it is offered again. A copy whose tab is still open is that tab's business.
 */
export type LocalCopy = { key: string; revision: number; content: DraftContent; at: string };

const longest = 30 * 24 * 3_600_000;

export class LocalCopies {
  private readonly prefix: string;
  private readonly key: string;
  private release: () => void = () => {};

  constructor(releaseId: number, userId: number) {
    this.prefix = `presskit-draft-${releaseId}-${userId}-`;
    this.key = `${this.prefix}${Math.random().toString(36).slice(2, 10)}`;
    // Held while this page lives, whatever ends it. There is none on a page without https.
    void navigator.locks?.request(this.key, () => new Promise<void>((resolve) => (this.release = resolve)));
  }

  /** Keeps it, or forgets what was kept. False: this browser keeps nothing (private mode, full, switched off). */
  keep(copy: { revision: number; content: DraftContent } | null): boolean {
    try {
      if (!copy) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ ...copy, at: new Date().toISOString() }));
      return true;
    } catch {
      // An answer, not a failure: the editor says that the text is on this page only.
      return false;
    }
  }

  /** Copies that no open tab looks after, the newest first. */
  async left(): Promise<LocalCopy[]> {
    const held = new Set(((await navigator.locks?.query())?.held ?? []).map(({ name }) => name));
    const copies: LocalCopy[] = [];
    for (const key of keys()) {
      if (!key.startsWith(this.prefix) || key === this.key || held.has(key)) continue;
      const copy = copyOf(key);
      if (copy && Date.now() - Date.parse(copy.at) < longest) copies.push(copy);
      else this.drop(key);
    }
    return copies.sort((a, b) => b.at.localeCompare(a.at));
  }

  drop(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // Where nothing can be kept there is nothing to forget.
      return;
    }
  }

  close(): void {
    this.release();
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage);
  } catch {
    // As above: this browser keeps nothing.
    return [];
  }
}

function copyOf(key: string): LocalCopy | null {
  try {
    const { revision, content, at } = JSON.parse(localStorage.getItem(key) ?? '');
    const isWhole =
      Number.isInteger(revision) &&
      typeof content?.title === 'string' &&
      typeof content.bodyHtml === 'string';
    return isWhole && typeof at === 'string' ? { key, revision, content, at } : null;
  } catch {
    // Cut off in the middle, or not ours.
    return null;
  }
}
