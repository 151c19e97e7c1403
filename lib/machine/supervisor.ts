import { setTimeout as sleep } from 'node:timers/promises';
import { explain } from '@/lib/errors';
import type { Server } from './server';

const SHORTEST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;
/** Milliseconds after which a server counts as well again, and its next pause is short. */
const WELL = 30_000;

/** Starts servers again when they end, after a pause that grows while they keep ending, and says so. */
export class Supervisor {
  private readonly stopped = new AbortController();
  private readonly starting = new Map<Server, Promise<void>>();

  constructor(private readonly say: (line: string) => void) {}

  /** Looks after a server that runs. */
  watch(server: Server): void {
    let pause = SHORTEST_PAUSE;
    let up = Date.now();
    server.onExit = ({ code, signal }) => {
      if (this.stopped.signal.aborted) return;
      if (Date.now() - up > WELL) pause = SHORTEST_PAUSE;
      this.say(`${server.name} has ended (${signal ?? `exit ${code}`}); starting it again`);
      const again = this.revive(server, pause).then(() => {
        up = Date.now();
        this.starting.delete(server);
      });
      pause = Math.min(pause * 2, LONGEST_PAUSE);
      this.starting.set(server, again);
    };
  }

  /** From now on nothing is started; resolves when nothing is being started any more. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.starting.values());
  }

  private async revive(server: Server, pause: number): Promise<void> {
    for (let wait = pause; !this.stopped.signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      try {
        await sleep(wait, undefined, { signal: this.stopped.signal });
        await server.start();
        this.say(`${server.name} is running again`);
        return;
      } catch (error) {
        if (!this.stopped.signal.aborted) this.say(`${server.name} does not start: ${explain(error)}`);
      }
    }
  }
}
