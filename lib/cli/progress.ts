import { Presets, SingleBar } from 'cli-progress';

export type Progress = {
  /** Shows how much is done; the first call draws the bar. */
  to(done: number, total: number, label?: string): void;
  end(): void;
};

/**
 * A progress bar on standard error, and only if a person watches it there.
 * @param unit what is counted: "days", "MB"
 */
export function progressBar(unit: string): Progress {
  if (!process.stderr.isTTY) return { to() {}, end() {} };
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: `{bar} {value}/{total} ${unit}  {label}`,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  let drawn = false;
  return {
    to(done, total, label = '') {
      if (!drawn) bar.start(total, done, { label });
      else bar.setTotal(total);
      drawn = true;
      bar.update(done, { label });
    },
    end() {
      if (drawn) bar.stop();
    },
  };
}
