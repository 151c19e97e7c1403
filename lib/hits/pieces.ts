import { setTimeout as sleep } from 'node:timers/promises';

/** Work that others go before: it is done in pieces of a millisecond, with pauses between them. */
const PIECE_MS = 1;
const PAUSE_MS = 4;

export class Pieces {
  private since = performance.now();

  get isOver(): boolean {
    return performance.now() - this.since >= PIECE_MS;
  }

  async pause(): Promise<void> {
    await sleep(PAUSE_MS);
    this.since = performance.now();
  }
}
