import {
  circle,
  gradient,
  HEIGHT,
  line,
  mix,
  type Point,
  path,
  rect,
  rolling,
  type Scene,
  stroke,
  through,
  times,
  under,
  WIDTH,
} from '../kit';

/** Drawings that look like charts. They show no measured values. */
export const chart: Scene = ({ palette: p, random, has }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, mix(p.paper, p.light, 0.2)),
    times(6, (i) => line(120, 150 + i * 120, 1480, 150 + i * 120, mix(p.light, p.deep, 0.12), 3)),
  ];
  const columns = 11;
  const tops: Point[] = [];
  for (let i = 0; i < columns; i++) {
    const x = 160 + i * 120;
    const t = i / (columns - 1);
    const h = 130 + t ** 1.2 * 400 + random.between(-36, 36);
    const parts3 = [0.52, 0.3, 0.18];
    let y = 770;
    parts3.forEach((share, k) => {
      y -= h * share;
      parts.push(
        rect(x, y, 78, h * share - 4, [p.deep, p.mid, mix(p.mid, p.light, 0.5)][k]!, k === 2 ? 'rx="6"' : ''),
      );
    });
    tops.push([
      x + 39,
      has('line') ? y - 60 - random.between(0, 40) : 240 + t * 330 + random.between(-30, 30),
    ]);
  }
  parts.push(
    stroke(through(tops), p.accent, 12),
    ...tops.map(([x, y]) => circle(x, y, 16, p.paper, `stroke="${p.accent}" stroke-width="8"`)),
  );
  parts.push(
    line(110, 772, 1490, 772, p.ink, 7),
    times(columns, (i) => rect(172 + i * 120, 796, 54, 12, mix(p.ink, p.paper, 0.55), 'rx="6"')),
    times(5, (i) => rect(52, 144 + i * 120, 44, 12, mix(p.ink, p.paper, 0.55), 'rx="6"')),
  );
  const last = tops.at(-1)!;
  parts.push(
    circle(last[0], last[1], 46, p.second, 'opacity="0.45"'),
    circle(last[0], last[1], 18, p.accent),
  );
  return parts.join('');
};

export const profile: Scene = ({ palette: p, random, has }) => {
  const gentle = has('gentle');
  const parts = [
    gradient('sky', mix(p.light, p.paper, 0.3), p.paper),
    rect(0, 0, WIDTH, HEIGHT, 'url(#sky)'),
    times(7, (i) =>
      line(0, 170 + i * 100, WIDTH, 170 + i * 100, mix(p.mid, p.paper, 0.7), 2, 'stroke-dasharray="4 12"'),
    ),
  ];
  const heights = gentle
    ? [640, 620, 590, 540, 500, 470, 450, 460, 500, 540, 560, 590, 610]
    : [700, 640, 560, 620, 430, 330, 520, 600, 470, 270, 410, 560, 210];
  const points: Point[] = [];
  heights.forEach((h, i) => {
    points.push([i * 136 - 10, h]);
    const next = heights[i + 1] ?? h;
    if (!gentle)
      points.push([i * 136 + 58, h + (next - h) * random.between(0.3, 0.6) + random.between(-24, 24)]);
  });
  points.push([WIDTH + 30, points.at(-1)![1] + 20]);
  parts.push(
    under(
      points.map(([x, y]) => [x, y - 14] as const),
      p.accent,
    ),
    under(points, p.mid),
    under(
      points.map(([x, y]) => [x, y + 90] as const),
      mix(p.mid, p.deep, 0.35),
    ),
    under(
      points.map(([x, y]) => [x, y + 190] as const),
      mix(p.mid, p.deep, 0.7),
    ),
    under(
      points.map(([x, y]) => [x, y + 300] as const),
      p.deep,
    ),
  );
  const summits = gentle ? [6] : [5, 9];
  for (const i of summits) {
    const x = i * 136 - 10;
    const y = heights[i]!;
    parts.push(
      line(x, y - 8, x, y - 140, p.ink, 7),
      path(`M${x} ${y - 140}L${x + 84} ${y - 116}L${x} ${y - 90}Z`, p.second),
      circle(x, y - 10, 14, p.paper, `stroke="${p.ink}" stroke-width="6"`),
    );
  }
  parts.push(
    rect(0, 840, WIDTH, 60, p.ink),
    times(28, (i) => rect(20 + i * 58, 840, 4, i % 4 ? 16 : 30, p.paper)),
  );
  return parts.join('');
};

export const pulse: Scene = ({ palette: p, random, has }) => {
  const parts = [
    gradient('sky', mix(p.ink, p.deep, 0.25), mix(p.deep, p.mid, 0.5)),
    rect(0, 0, WIDTH, HEIGHT, 'url(#sky)'),
    circle(1240, 220, 84, p.second),
  ];
  for (let i = 0; i < 5; i++)
    parts.push(
      under(
        rolling(random, 520 + i * 76, 46, 1.5 + i * 0.3),
        mix(mix(p.mid, p.deep, 0.25 + i * 0.15), p.ink, i * 0.17),
      ),
    );
  const base = 440;
  let d = `M-20 ${base}`;
  for (let beat = 0; beat < 6; beat++) {
    const x = 60 + beat * 270;
    const flat = has('flat') && (beat === 2 || beat === 3);
    const k = has('flat') ? 1 : 0.62;
    d += flat
      ? `L${x + 270} ${base}`
      : `L${x + 40} ${base}q20 ${-46 * k} 40 0l24 0l16 ${40 * k}l26 ${-300 * k}l28 ${350 * k}l20 ${-90 * k}l26 0q34 ${-84 * k} 68 0`;
  }
  parts.push(
    stroke(`${d}L1640 ${base}`, p.accent, 26, 'opacity="0.25"'),
    stroke(`${d}L1640 ${base}`, p.accent, 9),
  );
  return parts.join('');
};
