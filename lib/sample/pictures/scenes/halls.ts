import {
  circle,
  ellipse,
  glow,
  group,
  HEIGHT,
  line,
  mix,
  type Point,
  path,
  polygon,
  rect,
  type Scene,
  type Sketch,
  sky,
  stroke,
  times,
  WIDTH,
} from '../kit';

/** Long rooms in perspective: a corridor, a platform, a factory line. */
export const corridor: Scene = ({ palette: p, has }) => {
  const night = has('night');
  const wall = night ? mix(p.ink, p.deep, 0.4) : mix(p.light, p.paper, 0.3);
  const parts = [rect(0, 0, WIDTH, HEIGHT, wall)];
  const vx = 800;
  const vy = 410;
  const at = (x: number, y: number, t: number): Point => [vx + (x - vx) * t, vy + (y - vy) * t];
  const quad = (a: Point, b: Point, c: Point, d: Point, fill: string, more = '') =>
    polygon([a, b, c, d], fill, more);
  parts.push(
    quad(
      [0, 900],
      [WIDTH, 900],
      at(WIDTH, 900, 0.16),
      at(0, 900, 0.16),
      night ? mix(p.deep, p.ink, 0.2) : mix(p.mid, p.paper, 0.55),
    ),
    quad(
      [0, 0],
      [WIDTH, 0],
      at(WIDTH, 0, 0.16),
      at(0, 0, 0.16),
      night ? mix(p.ink, p.deep, 0.15) : '#ffffff',
    ),
  );
  const steps = [1.28, 0.86, 0.58, 0.4, 0.28, 0.2];
  for (let i = 0; i < 5; i++) {
    const near = steps[i]!;
    const far = near - (near - steps[i + 1]!) * 0.62;
    for (const side of [0, WIDTH]) {
      const colour = [p.mid, p.accent, p.second, mix(p.mid, p.deep, 0.5), p.accent][
        (i + (side ? 2 : 0)) % 5
      ]!;
      parts.push(
        quad(
          at(side, 250, near),
          at(side, 250, far),
          at(side, 900, far),
          at(side, 900, near),
          night ? mix(colour, p.ink, 0.6) : colour,
        ),
        quad(
          at(side, 330, near - 0.04),
          at(side, 330, far + 0.04),
          at(side, 520, far + 0.04),
          at(side, 520, near - 0.04),
          night ? mix(p.second, p.ink, i % 2 ? 0.75 : 0.15) : p.paper,
          'opacity="0.85"',
        ),
      );
    }
    const lampNear = near - 0.02;
    parts.push(
      quad(
        at(640, 0, lampNear),
        at(960, 0, lampNear),
        at(960, 0, far),
        at(640, 0, far),
        night ? mix(p.deep, p.ink, 0.5) : mix(p.second, '#ffffff', 0.5),
      ),
    );
    if (night)
      parts.push(
        circle(...at(90, 850, near * 0.9), 26 * near, p.second),
        circle(...at(WIDTH - 90, 850, near * 0.9), 26 * near, p.second),
      );
  }
  parts.push(
    quad(
      at(0, 0, 0.16),
      at(WIDTH, 0, 0.16),
      at(WIDTH, 900, 0.16),
      at(0, 900, 0.16),
      night ? mix(p.deep, p.mid, 0.3) : mix(p.mid, p.paper, 0.3),
    ),
    rect(756, 372, 88, 116, night ? p.second : '#ffffff'),
    line(800, 372, 800, 488, mix(p.deep, p.mid, 0.4), 3),
  );
  if (night) parts.push(glow('end', p.second, 800, 430, 320, 0.45));
  return parts.join('');
};

export const platform: Scene = ({ palette: p, random }) => {
  const parts = [sky(mix(p.light, p.paper, 0.2), p.paper)];
  const vx = 1060;
  const vy = 400;
  parts.push(
    polygon(
      [
        [0, 900],
        [1240, 900],
        [vx + 8, vy],
        [vx - 20, vy],
      ],
      mix(p.light, p.ink, 0.14),
    ),
    polygon(
      [
        [1180, 900],
        [1240, 900],
        [vx + 8, vy],
        [vx + 5, vy],
      ],
      p.second,
    ),
    polygon(
      [
        [1240, 900],
        [1600, 900],
        [1600, 620],
        [vx + 8, vy],
      ],
      mix(p.ink, p.deep, 0.3),
    ),
  );
  for (const x of [1330, 1560]) parts.push(line(x, 900, vx + 10, vy, p.light, 6));
  parts.push(
    polygon(
      [
        [1600, 70],
        [1600, 640],
        [vx + 16, vy + 8],
        [vx + 16, vy - 40],
      ],
      p.accent,
    ),
    polygon(
      [
        [1600, 190],
        [1600, 400],
        [vx + 16, vy - 8],
        [vx + 16, vy - 28],
      ],
      mix(p.deep, p.light, 0.4),
    ),
    times(5, (i) => {
      const t = [1, 0.66, 0.45, 0.3, 0.2][i]!;
      const x = vx + (1600 - vx) * t;
      return line(x, vy - 330 * t, x, vy + 240 * t, p.paper, 12 * t);
    }),
  );
  parts.push(
    polygon(
      [
        [-10, -10],
        [700, -10],
        [vx - 6, vy - 34],
        [vx - 30, vy - 30],
        [-10, 120],
      ],
      p.deep,
    ),
    polygon(
      [
        [-10, 120],
        [vx - 30, vy - 30],
        [vx - 30, vy - 22],
        [-10, 170],
      ],
      mix(p.deep, p.ink, 0.4),
    ),
  );
  for (const t of [1.05, 0.68, 0.45, 0.31, 0.22]) {
    const x = vx - 700 * t;
    parts.push(rect(x - 14 * t, vy - 330 * t, 28 * t, 330 * t + 330 * t, p.ink));
  }
  const coats = [p.accent, p.mid, p.second, p.ink, p.deep, '#35a06a'];
  for (let i = 0; i < 9; i++) {
    const t = 0.26 + i * 0.085;
    const x = vx - (170 + ((i * 5) % 9) * 68 + random.between(-20, 20)) * t;
    parts.push(
      ellipse(x, vy + 440 * t, 62 * t, 9 * t, p.ink, 'opacity="0.2"'),
      group(
        `translate(${x.toFixed(0)} ${(vy + 440 * t).toFixed(0)}) scale(${(t * 1.15).toFixed(2)})`,
        path(
          'M-40 -250Q0 -272 40 -250L50 -90L30 -90L28 0L4 0L0 -84L-4 0L-28 0L-30 -90L-50 -90Z',
          coats[i % 6]!,
        ),
        circle(0, -292, 30, ['#c98a66', '#8a5a3a', '#e0ab86'][i % 3]!),
        path('M-31 -292Q-30 -328 2 -326Q32 -324 30 -298Q0 -314 -31 -292Z', p.ink),
      ),
    );
  }
  return parts.join('');
};

export const factoryLine: Scene = ({ palette: p, has }) => {
  const blue = has('blue');
  const parts = [rect(0, 0, WIDTH, HEIGHT, blue ? mix(p.light, p.paper, 0.2) : mix(p.paper, p.second, 0.12))];
  parts.push(
    times(
      9,
      (i) =>
        line(i * 200, 0, i * 200, 560, mix(p.light, p.mid, 0.3), 8) +
        line(i * 200 - 100, 0, i * 200, 110, mix(p.light, p.mid, 0.3), 5) +
        line(i * 200 + 100, 0, i * 200, 110, mix(p.light, p.mid, 0.3), 5),
    ),
    rect(0, 100, WIDTH, 16, mix(p.light, p.mid, 0.45)),
  );
  parts.push(
    times(
      5,
      (i) =>
        path(
          `M${130 + i * 330} 116L${130 + i * 330} 176L${80 + i * 330} 222L${230 + i * 330} 222L${180 + i * 330} 176L${180 + i * 330} 116Z`,
          p.deep,
        ) +
        polygon(
          [
            [80 + i * 330, 222],
            [230 + i * 330, 222],
            [320 + i * 330, 620],
            [-10 + i * 330, 620],
          ],
          p.second,
          'opacity="0.16"',
        ),
    ),
  );
  parts.push(
    rect(0, 640, WIDTH, 46, p.deep),
    times(
      28,
      (i) => circle(30 + i * 58, 664, 17, mix(p.light, p.deep, 0.3)) + circle(30 + i * 58, 664, 6, p.ink),
    ),
    rect(0, 690, WIDTH, 210, mix(p.mid, p.paper, blue ? 0.4 : 0.6)),
    times(5, (i) => rect(100 + i * 330, 686, 34, 160, p.ink)),
  );
  for (let i = 0; i < 4; i++) {
    const x = 190 + i * 400;
    const done = i / 3;
    parts.push(
      rect(
        x - 130,
        400,
        260,
        240,
        i < 3 ? mix(p.paper, p.mid, 0.5 - done * 0.4) : '#ffffff',
        `rx="16" stroke="${p.ink}" stroke-width="5"`,
      ),
    );
    if (i > 0)
      parts.push(
        circle(x - 36, 520, 78, mix(p.light, p.deep, 0.12)),
        circle(x - 36, 520, 78, 'none', `stroke="${p.deep}" stroke-width="6"`),
      );
    if (i > 1)
      parts.push(
        times(5, (k) =>
          group(
            `translate(${x - 36} 520) rotate(${k * 72 + i * 20})`,
            path('M0 0Q40 -18 18 -66Q-12 -48 0 0Z', blue ? p.mid : p.accent),
          ),
        ),
      );
    if (i === 0) parts.push(times(6, (k) => stroke(`M${x - 100} ${430 + k * 34}q100 26 200 0`, p.accent, 7)));
    if (i > 2)
      parts.push(
        times(5, (k) => rect(x + 62, 440 + k * 28, 48, 10, p.deep, 'rx="5"')),
        rect(x + 62, 600, 48, 12, p.accent, 'rx="6"'),
      );
  }
  parts.push(arm(p, 395, blue ? p.mid : p.accent), arm(p, 1195, blue ? p.deep : p.second));
  return parts.join('');
};

const arm = (p: Sketch['palette'], x: number, colour: string) =>
  rect(x - 60, 840, 120, 40, p.ink, 'rx="6"') +
  stroke(`M${x} 850L${x - 60} 560L${x + 60} 350`, colour, 42) +
  stroke(`M${x + 60} 350L${x + 10} 420`, p.ink, 20) +
  circle(x, 850, 38, p.ink) +
  circle(x - 60, 560, 32, p.ink) +
  circle(x + 60, 350, 28, p.ink) +
  circle(x - 60, 560, 12, colour) +
  stroke(`M${x + 10} 420L${x - 14} 446M${x + 10} 420L${x + 24} 452`, p.ink, 9);
