import { type Day, now, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { runPresskit } from './child';

/** What presskit-rollup.timer is to systemd: rolls up a minute after midnight, and what was missed at the start. */
export class NightlyRollup {
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private doneOn: Day = '';

  constructor(
    private readonly env: Record<string, string>,
    private readonly say: (line: string) => void,
    /** Milliseconds from look to look at the clock: a timer until midnight would be late after a laptop's sleep. */
    private readonly look = 15_000,
  ) {}

  /** Rolls up what is missing, now. */
  async rollUp(signal?: AbortSignal): Promise<void> {
    const day = today();
    await runPresskit(['rollup'], { env: this.env, signal });
    this.doneOn = day;
  }

  start(): void {
    this.timer = setTimeout(async () => {
      if (this.doneOn !== today() && isMinutePastMidnight(now())) await this.again();
      if (!this.stopped.signal.aborted) this.start();
    }, this.look);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.stopped.abort();
  }

  private async again(): Promise<void> {
    const day = today();
    try {
      this.say(await runPresskit(['rollup'], { env: this.env, signal: this.stopped.signal }));
      this.doneOn = day;
    } catch (error) {
      if (!this.stopped.signal.aborted)
        this.say(`the roll-up has failed and is tried again: ${explain(error)}`);
    }
  }
}

const isMinutePastMidnight = (at: Date) => at.getHours() > 0 || at.getMinutes() >= 1;
