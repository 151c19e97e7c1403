import type { CheckItem, Conflict, DraftContent } from './types';

/**
 * Saves what is written while it is written. One request at a time; what changes meanwhile goes with the next. Until the
 * server has it, the text is kept in this browser. No React and no DOM: the editor gives it its ways to the outside.
 */
export type SaveState =
  | { kind: 'saved'; at: string | null }
  | { kind: 'changed' }
  | { kind: 'saving' }
  | { kind: 'failed'; why: Why; message: string; retryIn: number | null }
  | { kind: 'conflict'; conflict: Conflict };

export type Why =
  | 'offline'
  | 'signed_out'
  | 'forbidden'
  | 'gone'
  | 'too_large'
  | 'invalid'
  | 'busy'
  | 'server';

export type Answer =
  | { ok: true; revision: number; savedAt: string; editors: { name: string }[]; checklist: CheckItem[] }
  | { ok: false; conflict: Conflict }
  | { ok: false; why: Why; message: string; retryAfter?: number };

export type Outside = {
  /** The content as it is now. */
  collect(): DraftContent;
  send(body: { revision: number; content: DraftContent; kind: 'autosave' | 'save' }): Promise<Answer>;
  /** Keeps the content in this browser; null: nothing needs to be kept any more. */
  keep(copy: { revision: number; content: DraftContent } | null): void;
  tell(state: SaveState): void;
  saved(answer: Extract<Answer, { ok: true }>): void;
  /** Whether two contents say the same, however their HTML is spelt. */
  same(a: DraftContent, b: DraftContent): boolean;
};

// Long enough that a pause between words is none, short enough that little is at stake.
const pause = 1500;
const longest = 10_000;
const backOff = [5, 10, 20, 40, 60];

export class Autosave {
  state: SaveState;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private changedSince: number | null = null;
  private inFlight: Promise<boolean> | null = null;
  private sent: DraftContent | null = null;
  private failures = 0;

  constructor(
    private readonly outside: Outside,
    public revision: number,
    savedAt: string | null,
  ) {
    this.state = { kind: 'saved', at: savedAt };
  }

  /** Whether the server does not have everything. */
  get isUnsaved(): boolean {
    return this.changedSince !== null || this.inFlight !== null || this.state.kind === 'conflict';
  }

  /** Something was written. */
  changed(): void {
    this.changedSince ??= Date.now();
    this.keepCopy();
    if (this.state.kind === 'conflict') return;
    const { state } = this;
    // These are not cured by writing on; whoever writes is told so all the time.
    if (state.kind === 'failed' && (state.why === 'forbidden' || state.why === 'gone')) return;
    if (state.kind === 'failed' && state.retryIn !== null) return;
    if (state.kind !== 'saving' && state.kind !== 'failed') this.to({ kind: 'changed' });
    this.after(Math.max(0, Math.min(pause, this.changedSince + longest - Date.now())));
  }

  /** Saves now. True: the server has everything. */
  async flush(kind: 'autosave' | 'save' = 'autosave'): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.inFlight) await this.inFlight;
    if (this.state.kind === 'conflict') return false;
    if (this.changedSince === null && kind === 'autosave') return true;
    this.inFlight = this.save(kind).finally(() => {
      this.inFlight = null;
    });
    return this.inFlight;
  }

  /** The server has it by another way: the form was sent. */
  adopt(revision: number, savedAt: string): void {
    clearTimeout(this.timer);
    this.revision = revision;
    this.changedSince = null;
    this.failures = 0;
    this.outside.keep(null);
    this.to({ kind: 'saved', at: savedAt });
  }

  /** After a conflict: what is written now goes on top of what the other person saved. */
  async keepMine(): Promise<boolean> {
    if (this.state.kind !== 'conflict') return false;
    this.revision = this.state.conflict.revision;
    this.changedSince ??= Date.now();
    this.to({ kind: 'changed' });
    return this.flush('save');
  }

  /** Something of this person's was found to differ from what the server has: a conflict that no save brought up. */
  dispute(conflict: Conflict): void {
    this.changedSince ??= Date.now();
    this.to({ kind: 'conflict', conflict });
    this.keepCopy();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async save(kind: 'autosave' | 'save'): Promise<boolean> {
    const content = this.outside.collect();
    const since = this.changedSince;
    this.changedSince = null;
    // What was sent before may have arrived although its answer did not.
    const lost = this.sent;
    this.sent = content;
    this.to({ kind: 'saving' });
    let answer = await this.outside.send({ revision: this.revision, content, kind });
    if (!answer.ok && 'conflict' in answer && lost && this.outside.same(answer.conflict.content, lost)) {
      this.revision = answer.conflict.revision;
      answer = await this.outside.send({ revision: this.revision, content, kind });
    }
    if (answer.ok) return this.succeeded(answer);
    this.changedSince ??= since ?? Date.now();
    this.keepCopy();
    if ('conflict' in answer) this.to({ kind: 'conflict', conflict: answer.conflict });
    else this.failed(answer);
    return false;
  }

  private succeeded(answer: Extract<Answer, { ok: true }>): boolean {
    this.revision = answer.revision;
    this.failures = 0;
    this.sent = null;
    this.outside.saved(answer);
    if (this.changedSince === null) {
      this.outside.keep(null);
      this.to({ kind: 'saved', at: answer.savedAt });
      return true;
    }
    this.keepCopy();
    this.to({ kind: 'changed' });
    this.after(pause);
    return false;
  }

  private failed({ why, message, retryAfter }: Extract<Answer, { why: Why }>): void {
    const isPassing = why === 'offline' || why === 'server' || why === 'busy' || why === 'signed_out';
    const retryIn = isPassing ? (retryAfter ?? backOff[Math.min(this.failures, backOff.length - 1)]!) : null;
    this.failures++;
    if (retryIn !== null) this.after(retryIn * 1000);
    this.to({ kind: 'failed', why, message, retryIn });
  }

  private after(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private keepCopy(): void {
    this.outside.keep({ revision: this.revision, content: this.outside.collect() });
  }

  private to(state: SaveState): void {
    this.state = state;
    this.outside.tell(state);
  }
}
