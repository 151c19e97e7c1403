import { Presets, SingleBar } from 'cli-progress';

export type Progress = { to(done: number, label?: string): void; end(): void };

/**
 * A progress bar on standard error, if a person watches it there; else nothing.
 * @param unit what is counted: "days", "requests"
 */
export function progressBar(total: number, unit: string): Progress {
  if (!process.stderr.isTTY || total === 0) return { to() {}, end() {} };
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: `{bar} {value}/{total} ${unit}  {label}`,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { label: '' });
  return {
    to: (done, label = '') => bar.update(done, { label }),
    end: () => bar.stop(),
  };
}
