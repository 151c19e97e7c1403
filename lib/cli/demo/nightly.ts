import { type Day, dayOf, now, today } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { runPresskit } from './child';

/**
 * What presskit-rollup.timer and presskit-notes.timer are to systemd: rolls up a minute after midnight, and what was
 * missed at the start; sends notes after that and each hour.
 */
export class NightlyRollup {
  private readonly stopped = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private doneOn: Day = '';
  private notesIn = '';

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
      if (this.env.MAIL_DIR && this.doneOn === today() && this.notesIn !== hourOf(now())) await this.notes();
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
      // What presskit-purge.timer is to systemd; by itself it does nothing.
      await runPresskit(['purge'], { env: this.env, signal: this.stopped.signal });
    } catch (error) {
      if (!this.stopped.signal.aborted)
        this.say(`the roll-up has failed and is tried again: ${explain(error)}`);
    }
  }

  private async notes(): Promise<void> {
    this.notesIn = hourOf(now());
    try {
      await runPresskit(['notes'], { env: this.env, signal: this.stopped.signal });
    } catch (error) {
      if (!this.stopped.signal.aborted)
        this.say(`the notes have failed and are tried again in an hour: ${explain(error)}`);
    }
  }
}

const hourOf = (at: Date): string => `${dayOf(at)} ${at.getHours()}`;
const isMinutePastMidnight = (at: Date) => at.getHours() > 0 || at.getMinutes() >= 1;
