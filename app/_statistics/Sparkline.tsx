import { HEIGHT, sparkline, WIDTH } from './shape';

/** A small line beside a figure. The figures themselves are in the export; screen readers get the row's numbers. */
export function Sparkline({ values }: { values: number[] }) {
  return (
    <svg
      className="sparkline"
      viewBox={`0 -8 ${WIDTH} ${HEIGHT + 16}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={sparkline(values)} />
    </svg>
  );
}
