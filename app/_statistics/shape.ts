import type { Report } from '@/lib/hits/report/types';
import { localOf } from './words';

/**
 * The shapes of a chart as SVG path data, in a box of 1000 by 100 that is stretched to whatever room there is. A value
 * that is not known is a gap.
 */
export const WIDTH = 1000;
export const HEIGHT = 100;

type Point = { value: number | null; incomplete?: boolean };

export const xOf = (index: number, count: number): number =>
  count < 2 ? WIDTH / 2 : round((index * WIDTH) / (count - 1));
const yOf = (value: number, top: number) => round(HEIGHT - (value * HEIGHT) / top);
const round = (n: number) => Math.round(n * 10) / 10;

/** The line through the points that are whole, the one to those that are not, and the area beneath both. */
export function shapes(points: Point[], top: number): { line: string; dashed: string; area: string } {
  const place = (index: number) => `${xOf(index, points.length)} ${yOf(points[index]!.value!, top)}`;
  let line = '';
  let dashed = '';
  let area = '';
  for (const [first, last] of runs(points)) {
    const indices = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    // A point alone is a dot: a line of no length with round ends.
    const whole = indices.filter((index) => !points[index]!.incomplete);
    if (whole.length > 0)
      line += path(whole.length > 1 ? whole.map(place) : [place(whole[0]!), place(whole[0]!)]);
    const from = indices.findIndex((index) => points[index]!.incomplete);
    if (from === 0) dashed += path(indices.length > 1 ? indices.map(place) : [place(first), place(first)]);
    else if (from > 0) dashed += path(indices.slice(from - 1).map(place));
    const ends = [xOf(last, points.length), xOf(first, points.length)];
    area += `${path(indices.map(place))}L${ends[0]} ${HEIGHT}L${ends[1]} ${HEIGHT}Z`;
  }
  return { line, dashed, area };
}

const path = (places: string[]): string => `M${places.join('L')}`;

/** The first and last index of each stretch of known values. */
function runs(points: Point[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  points.forEach(({ value }, index) => {
    if (value === null) return;
    const run = found.at(-1);
    if (run && run[1] === index - 1) run[1] = index;
    else found.push([index, index]);
  });
  return found;
}

/** A sparkline's line in the same box; flat at the bottom when all is 0. */
export function sparkline(values: number[]): string {
  const top = Math.max(...values, 1);
  return shapes(
    values.map((value) => ({ value })),
    top,
  ).line;
}

export type Mark = { index: number; releases: Report['published'] };

/** What was published, at the point of the series in which it was; those outside the series are left out. */
export function marksOf(series: Report['series'], published: Report['published']): Mark[] {
  const marks = new Map<number, Mark>();
  for (const release of published) {
    const moment = localOf(release.at);
    // Both are wall-clock time, so that they compare as texts: a day is before all its hours.
    const index = series.points.findLastIndex(({ at }) => at <= moment);
    if (index < 0) continue;
    const mark = marks.get(index) ?? { index, releases: [] };
    mark.releases.push(release);
    marks.set(index, mark);
  }
  return [...marks.values()].sort((a, b) => a.index - b.index);
}
