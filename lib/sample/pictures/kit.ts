import type { Random } from '@/lib/sample/random';

/** The drawing kit of the sample pictures: colours and shapes, as strings of SVG. Flat colours, few gradients. */
export const WIDTH = 1600;
export const HEIGHT = 900;

export type Palette = {
  /** Darkest to lightest; sky and water are mixed from them. */
  ink: string;
  deep: string;
  mid: string;
  light: string;
  paper: string;
  /** The colour one sees first, and one beside it. */
  accent: string;
  second: string;
};

/** What a scene is drawn with; words are the variation asked for, such as "dusk" or "ferry". */
export type Sketch = { palette: Palette; random: Random; has: (word: string) => boolean };
export type Scene = (sketch: Sketch) => string;
export type Point = readonly [x: number, y: number];

/** A colour between two (#rrggbb), t from 0 to 1. */
export function mix(a: string, b: string, t: number): string {
  const channel = (i: number) => {
    const from = Number.parseInt(a.slice(i, i + 2), 16);
    const to = Number.parseInt(b.slice(i, i + 2), 16);
    return Math.round(from + (to - from) * t)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

export const times = (n: number, draw: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => draw(i)).join('');

const n1 = (value: number) => String(Math.round(value * 10) / 10);

export const rect = (x: number, y: number, w: number, h: number, fill: string, more = '') =>
  `<rect x="${n1(x)}" y="${n1(y)}" width="${n1(w)}" height="${n1(h)}" fill="${fill}" ${more}/>`;

export const circle = (x: number, y: number, r: number, fill: string, more = '') =>
  `<circle cx="${n1(x)}" cy="${n1(y)}" r="${n1(r)}" fill="${fill}" ${more}/>`;

export const ring = (x: number, y: number, r: number, stroke: string, width: number, more = '') =>
  circle(x, y, r, 'none', `stroke="${stroke}" stroke-width="${n1(width)}" ${more}`);

export const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, more = '') =>
  `<ellipse cx="${n1(x)}" cy="${n1(y)}" rx="${n1(rx)}" ry="${n1(ry)}" fill="${fill}" ${more}/>`;

export const polygon = (points: readonly Point[], fill: string, more = '') =>
  `<polygon points="${points.map(([x, y]) => `${n1(x)},${n1(y)}`).join(' ')}" fill="${fill}" ${more}/>`;

export const path = (d: string, fill: string, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;

export const stroke = (d: string, colour: string, width: number, more = '') =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${n1(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;

export const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  colour: string,
  width: number,
  more = '',
) => stroke(`M${n1(x1)} ${n1(y1)}L${n1(x2)} ${n1(y2)}`, colour, width, more);

export const group = (transform: string, ...content: string[]) =>
  `<g transform="${transform}">${content.join('')}</g>`;

/** A whole picture of one vertical gradient; the id must be its own within a picture. */
export function sky(top: string, bottom: string, id = 'sky'): string {
  return `${gradient(id, top, bottom)}${rect(0, 0, WIDTH, HEIGHT, `url(#${id})`)}`;
}

export const gradient = (id: string, top: string, bottom: string) =>
  `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`;

export const glow = (id: string, colour: string, x: number, y: number, r: number, strength = 0.6) =>
  `<radialGradient id="${id}"><stop offset="0" stop-color="${colour}" stop-opacity="${strength}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>${circle(x, y, r, `url(#${id})`)}`;

/** A smooth curve through points (Catmull-Rom as cubic Bézier), as path data without a leading move if `join`. */
export function through(points: readonly Point[], join = false): string {
  let d = join ? '' : `M${n1(points[0]![0])} ${n1(points[0]![1])}`;
  for (let i = 0; i < points.length - 1; i++) {
    const before = points[Math.max(0, i - 1)]!;
    const from = points[i]!;
    const to = points[i + 1]!;
    const after = points[Math.min(points.length - 1, i + 2)]!;
    d += `C${n1(from[0] + (to[0] - before[0]) / 6)} ${n1(from[1] + (to[1] - before[1]) / 6)} ${n1(to[0] - (after[0] - from[0]) / 6)} ${n1(to[1] - (after[1] - from[1]) / 6)} ${n1(to[0])} ${n1(to[1])}`;
  }
  return d;
}

/** Points of a rolling line across the picture: some sines of random phase around height y. */
export function rolling(random: Random, y: number, height: number, waves = 2, step = 40): Point[] {
  const parts = [1, 1.9, 3.7].map((f) => ({
    f: f * waves * random.between(0.8, 1.2),
    p: random.between(0, 6.28),
  }));
  const points: Point[] = [];
  for (let x = -step; x <= WIDTH + step; x += step) {
    const t = (x / WIDTH) * Math.PI * 2;
    const sum = parts.reduce((s, { f, p }, i) => s + Math.sin(t * f * 0.5 + p) / (i + 1), 0);
    points.push([x, y + (sum * height) / 1.6]);
  }
  return points;
}

/** Land or water under a line of points, down to the bottom of the picture. */
export const under = (points: readonly Point[], fill: string, more = '') =>
  path(`${through(points)}L${WIDTH + 60} ${HEIGHT + 20}L-60 ${HEIGHT + 20}Z`, fill, more);

/** Height of a line of points at x. */
export function heightAt(points: readonly Point[], x: number): number {
  const after = points.findIndex(([px]) => px >= x);
  if (after <= 0) return points[0]![1];
  const [x0, y0] = points[after - 1]!;
  const [x1, y1] = points[after]!;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

export const stars = (random: Random, count: number, bottom: number, colour: string) =>
  times(count, () =>
    circle(
      random.between(0, WIDTH),
      random.between(0, 1) ** 1.4 * bottom,
      random.between(0.8, 2.6),
      colour,
      `opacity="${n1(random.between(0.3, 1))}"`,
    ),
  );

export const pointOn = (cx: number, cy: number, r: number, angle: number): Point => [
  cx + Math.cos(angle) * r,
  cy + Math.sin(angle) * r,
];
