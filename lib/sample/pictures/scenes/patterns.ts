import {
  circle,
  group,
  HEIGHT,
  line,
  mix,
  path,
  rect,
  ring,
  type Scene,
  through,
  times,
  WIDTH,
} from '../kit';

/** Pictures made of many alike: threads, cells, tiles, contour lines. */
export const weave: Scene = ({ palette: p, random, has }) => {
  const parts = [rect(0, 0, WIDTH, HEIGHT, has('bright') ? p.paper : p.ink)];
  const tones = has('warm')
    ? [p.accent, p.second, mix(p.accent, p.second, 0.5), mix(p.accent, p.ink, 0.35), p.paper]
    : has('bright')
      ? [p.mid, p.deep, p.second, p.light, p.accent]
      : [p.mid, p.light, p.accent, mix(p.mid, p.deep, 0.4), p.second];
  const step = 64;
  const band = 50;
  const angle = 'rotate(-32 800 450)';
  const warp = Array.from({ length: 34 }, (_, i) => tones[(i * 7 + (i >> 2)) % tones.length]!);
  const weft = Array.from({ length: 28 }, (_, i) => tones[(i * 5 + 2 + (i >> 1)) % tones.length]!);
  const threads = (x: number, y: number, w: number, h: number, colour: string) => {
    const across = w > h;
    return (
      rect(x, y, w, h, colour) +
      times(2, (i) =>
        across
          ? rect(x, y + band * (0.3 + i * 0.36), w, 3, mix(colour, p.ink, 0.22))
          : rect(x + band * (0.3 + i * 0.36), y, 3, h, mix(colour, p.ink, 0.22)),
      )
    );
  };
  const cells: string[] = [];
  for (const [i, colour] of warp.entries())
    cells.push(threads(-300 + i * step, -500, band, 1900, mix(colour, p.ink, 0.18)));
  weft.forEach((colour, j) => {
    for (let i = 0; i < warp.length; i++) {
      const over = has('bright') ? (i + j) % 4 < 2 : (i + j) % 2 === 0;
      if (over && !random.chance(0.03))
        cells.push(threads(-300 + i * step - 8, -480 + j * step, band + 16, band, colour));
    }
  });
  parts.push(group(angle, ...cells));
  return parts.join('');
};

export const cells: Scene = ({ palette: p, random, has }) => {
  const rose = has('rose');
  const parts = [rect(0, 0, WIDTH, HEIGHT, rose ? mix(p.second, p.paper, 0.35) : mix(p.light, p.paper, 0.1))];
  const placed: [number, number, number][] = [];
  for (let attempt = 0; attempt < 900 && placed.length < 62; attempt++) {
    const r = placed.length < 7 ? random.between(110, 170) : random.between(26, 78);
    const x = random.between(-30, WIDTH + 30);
    const y = random.between(-30, HEIGHT + 30);
    if (placed.every(([px, py, pr]) => Math.hypot(px - x, py - y) > pr + r + 12)) placed.push([x, y, r]);
  }
  for (const [i, [x, y, r]] of placed.entries()) {
    const colour = rose
      ? [p.accent, mix(p.accent, p.paper, 0.4), mix(p.mid, p.paper, 0.3), p.second][i % 4]!
      : [p.mid, p.deep, p.accent, mix(p.mid, p.paper, 0.45), p.second][i % 5]!;
    if (rose)
      parts.push(
        times(Math.max(10, Math.round(r / 6)), (k) => {
          const a = (k / Math.max(10, Math.round(r / 6))) * 6.283;
          return (
            line(
              x + Math.cos(a) * r * 0.7,
              y + Math.sin(a) * r * 0.7,
              x + Math.cos(a) * r,
              y + Math.sin(a) * r,
              colour,
              r * 0.055,
            ) + circle(x + Math.cos(a) * r, y + Math.sin(a) * r, r * 0.06, colour)
          );
        }),
        circle(x, y, r * 0.78, colour),
        circle(x - r * 0.2, y - r * 0.22, r * 0.32, '#ffffff', 'opacity="0.25"'),
      );
    else if (i % 4 === 3)
      parts.push(
        group(
          `translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${random.between(0, 180).toFixed(0)})`,
          rect(-r, -r * 0.34, r * 2, r * 0.68, colour, `rx="${(r * 0.34).toFixed(0)}"`),
          rect(
            -r * 0.7,
            -r * 0.12,
            r * 1.4,
            r * 0.24,
            '#ffffff',
            `rx="${(r * 0.12).toFixed(0)}" opacity="0.3"`,
          ),
        ),
      );
    else
      parts.push(
        circle(x, y, r, mix(colour, p.paper, 0.55)),
        ring(x, y, r, colour, r * 0.07),
        circle(x + r * 0.15, y + r * 0.1, r * 0.38, colour),
        circle(x + r * 0.05, y, r * 0.13, p.paper, 'opacity="0.6"'),
      );
  }
  return parts.join('');
};

export const departures: Scene = ({ palette: p, random, has }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, p.ink),
    rect(0, 0, WIDTH, 96, mix(p.ink, p.deep, 0.5)),
    circle(70, 48, 24, p.second),
    rect(116, 34, 340, 26, p.paper, 'rx="5" opacity="0.9"'),
    rect(1330, 34, 210, 26, p.second, 'rx="5"'),
  ];
  const lines = [p.accent, p.mid, p.second, '#35a06a', '#b65fc9', p.light];
  for (let row = 0; row < 9; row++) {
    const y = 122 + row * 86;
    const late = has('late') && [1, 2, 4, 7].includes(row);
    parts.push(
      rect(40, y, WIDTH - 80, 70, mix(p.ink, p.deep, row % 2 ? 0.3 : 0.2), 'rx="10"'),
      rect(60, y + 12, 84, 46, lines[row % 6]!, 'rx="10"'),
      rect(82, y + 26, 40, 18, p.paper, 'rx="3"'),
    );
    let x = 184;
    for (let word = 0; word < 2 + random.below(2); word++) {
      const letters = 3 + random.below(6);
      for (let k = 0; k < letters; k++) {
        parts.push(
          rect(x, y + 18, 27, 36, mix(p.ink, p.mid, 0.28), 'rx="4"'),
          rect(
            x + 6,
            y + 26,
            15,
            20,
            p.paper,
            `rx="3" opacity="${(0.75 + random.next() * 0.25).toFixed(2)}"`,
          ),
          rect(x, y + 35, 27, 2, p.ink),
        );
        x += 31;
      }
      x += 22;
    }
    parts.push(
      rect(1240, y + 22, late ? 180 : 90, 28, late ? p.accent : mix(p.mid, p.light, 0.4), 'rx="6"'),
      rect(1452, y + 22, 80, 28, late ? p.second : p.paper, 'rx="6"'),
    );
  }
  return parts.join('');
};

/** Nested lines of equal height, as on a map of temperatures. */
export const contours: Scene = ({ palette: p, random, has }) => {
  const scale = has('cold')
    ? [p.ink, p.deep, p.mid, p.light, p.paper, p.second]
    : has('warm')
      ? [p.deep, '#8e3b6b', p.accent, p.second, '#ffd9a0', p.paper]
      : [p.deep, p.mid, p.light, '#ffe2b0', p.second, p.accent];
  const colourAt = (t: number) => {
    const at = Math.min(0.999, t) * (scale.length - 1);
    return mix(scale[Math.floor(at)]!, scale[Math.floor(at) + 1]!, at % 1);
  };
  const parts = [rect(0, 0, WIDTH, HEIGHT, colourAt(0))];
  const centres = has('warm')
    ? ([
        [480, 480],
        [1150, 420],
      ] as const)
    : has('cold')
      ? ([[1020, 470]] as const)
      : ([
          [620, 520],
          [1260, 300],
        ] as const);
  const shapes = centres.map(() =>
    Array.from({ length: 4 }, (_, i) => ({
      f: i + 2,
      a: random.between(0.05, 0.2) / (i * 0.5 + 1),
      ph: random.between(0, 6.28),
    })),
  );
  const steps = 17;
  for (let i = 0; i < steps; i++) {
    const t = i / (steps - 1);
    const drawn = centres.map(([cx, cy], c) => {
      const reach = (has('cold') ? 1010 : 720) * (1 - t) + 34;
      const points = Array.from({ length: 41 }, (_, k) => {
        const a = (k / 40) * Math.PI * 2;
        const wobble = shapes[c]!.reduce(
          (sum, { f, a: am, ph }) => sum + am * Math.sin(f * a + ph + t * 1.4),
          1,
        );
        return [cx + Math.cos(a) * reach * wobble * 1.25, cy + Math.sin(a) * reach * wobble * 0.82] as const;
      });
      return `${through(points)}Z`;
    });
    parts.push(
      path(drawn.join(''), colourAt(0.06 + t * 0.94)),
      path(drawn.join(''), 'none', `stroke="${p.paper}" stroke-width="1.5" opacity="0.35"`),
    );
  }
  return parts.join('');
};
