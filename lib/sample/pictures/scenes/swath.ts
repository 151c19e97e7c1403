import { group, HEIGHT, line, mix, rect, type Scene, stroke, through, times, WIDTH } from '../kit';

/** The ground as an instrument sees it. */
/** The ground as an instrument sees it: fields, a river, or city blocks, in the colours of what was measured. */
export const swath: Scene = ({ palette: p, random, has }) => {
  const heat = has('heat');
  const scale = heat
    ? ['#2b3a8c', '#4aa3c7', '#f2d65c', '#f08a3c', '#d6303a']
    : [p.deep, p.mid, p.light, p.second, '#ffd37a', p.accent];
  const warmth = (x: number, y: number) => {
    const t =
      0.5 +
      0.32 * Math.sin(x / 310 + 1) * Math.cos(y / 230) +
      0.22 * Math.sin((x + y) / 190) +
      random.between(-0.16, 0.16);
    return Math.min(0.999, Math.max(0, t));
  };
  const colourAt = (t: number) => {
    const at = t * (scale.length - 1);
    return mix(scale[Math.floor(at)]!, scale[Math.min(scale.length - 1, Math.floor(at) + 1)]!, at % 1);
  };
  const parts = [rect(0, 0, WIDTH, HEIGHT, p.ink)];
  const tiles: string[] = [];
  const split = (x: number, y: number, w: number, h: number, depth: number): void => {
    if (depth === 0 || (depth < 3 && random.chance(0.22)) || (w < 60 && h < 60)) {
      tiles.push(
        rect(x + 2, y + 2, w - 4, h - 4, colourAt(warmth(x + w / 2, y + h / 2)), heat ? 'rx="3"' : ''),
      );
      if (!heat && random.chance(0.35))
        tiles.push(
          times(5, (i) =>
            line(x + 6, y + ((i + 1) * h) / 6, x + w - 6, y + ((i + 1) * h) / 6, p.ink, 1, 'opacity="0.22"'),
          ),
        );
      return;
    }
    const cut = random.between(0.34, 0.66);
    if (w > h) {
      split(x, y, w * cut, h, depth - 1);
      split(x + w * cut, y, w * (1 - cut), h, depth - 1);
    } else {
      split(x, y, w, h * cut, depth - 1);
      split(x, y + h * cut, w, h * (1 - cut), depth - 1);
    }
  };
  split(-220, -220, 2040, 1340, 9);
  parts.push(group(`rotate(${heat ? 8 : -14} 800 450)`, ...tiles));
  if (has('river') || !heat) {
    const course = [
      [-60, 250],
      [220, 330],
      [470, 260],
      [700, 430],
      [960, 520],
      [1180, 450],
      [1400, 620],
      [1680, 600],
    ] as const;
    parts.push(
      stroke(through(course), p.ink, 58, 'opacity="0.5"'),
      stroke(through(course), mix(p.deep, '#1e63c9', 0.6), 40),
    );
  }
  if (!has('river'))
    parts.push(
      rect(0, 0, WIDTH, HEIGHT, 'none'),
      group(
        'translate(1180 800)',
        rect(-24, -34, 400, 74, p.ink, 'rx="10" opacity="0.75"'),
        times(12, (i) => rect(i * 29, -14, 29, 22, colourAt(i / 12))),
        times(4, (i) => rect(i * 116, 14, 2, 10, p.paper)),
      ),
    );
  return parts.join('');
};
