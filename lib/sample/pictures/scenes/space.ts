import {
  circle,
  ellipse,
  glow,
  gradient,
  group,
  HEIGHT,
  line,
  mix,
  path,
  pointOn,
  polygon,
  rect,
  ring,
  rolling,
  type Scene,
  type Sketch,
  sky,
  stars,
  times,
  under,
  WIDTH,
} from '../kit';

/** Satellites, orbits and a launch. */
export const orbit: Scene = ({ palette: p, random, has }) => {
  const bright = has('bright');
  const parts = [sky(p.ink, mix(p.ink, p.deep, bright ? 0.9 : 0.6)), stars(random, 210, 760, p.paper)];
  const cy = 1750;
  parts.push(
    `<radialGradient id="air" cx="800" cy="${cy}" r="1270" gradientUnits="userSpaceOnUse"><stop offset="0.84" stop-color="${p.light}" stop-opacity="0.9"/><stop offset="0.9" stop-color="${p.mid}" stop-opacity="0.5"/><stop offset="1" stop-color="${p.mid}" stop-opacity="0"/></radialGradient>`,
  );
  parts.push(
    circle(800, cy, 1270, 'url(#air)'),
    circle(800, cy, 1080, mix(p.mid, p.deep, 0.35)),
    `<clipPath id="earth">${circle(800, cy, 1078, '#000')}</clipPath>`,
  );
  const bands = times(11, (i) =>
    under(
      rolling(random, 690 + i * 22, 18, 3),
      [p.second, mix(p.light, p.mid, 0.4), p.mid, mix(p.second, p.deep, 0.4)][i % 4]!,
      'opacity="0.3"',
    ),
  );
  const clouds = times(26, () =>
    ellipse(
      random.between(0, WIDTH),
      random.between(700, 900),
      random.between(40, 170),
      random.between(4, 11),
      '#ffffff',
      'opacity="0.55"',
    ),
  );
  parts.push(`<g clip-path="url(#earth)">${bands}${clouds}</g>`);
  parts.push(`<path d="M620 400L260 900L1120 900Z" fill="${p.second}" opacity="0.13"/>`);
  parts.push(
    group(
      `translate(${bright ? 800 : 620} 330) rotate(${bright ? -12 : -24}) scale(${bright ? 1.35 : 1.1})`,
      satellite(p),
    ),
  );
  if (!bright)
    parts.push(
      glow('sun', p.accent, 1420, 130, 330, 0.55),
      circle(1420, 130, 44, mix(p.accent, p.paper, 0.55)),
    );
  return parts.join('');
};

function satellite(p: Sketch['palette']): string {
  const panel = (x: number) =>
    rect(x, -44, 190, 88, mix(p.mid, p.deep, 0.3), `stroke="${p.light}" stroke-width="3"`) +
    times(5, (i) => line(x + 32 + i * 32, -44, x + 32 + i * 32, 44, p.light, 1.5, 'opacity="0.6"')) +
    line(x, 0, x + 190, 0, p.light, 1.5, 'opacity="0.6"');
  return [
    line(-280, 0, 280, 0, p.paper, 5),
    panel(-288),
    panel(98),
    rect(-62, -74, 124, 148, p.paper, 'rx="10"'),
    rect(-62, -74, 42, 148, mix(p.paper, p.deep, 0.22), 'rx="10"'),
    rect(-44, -52, 88, 46, p.second, 'rx="5"'),
    rect(-44, 8, 88, 12, p.accent, 'rx="5"'),
    rect(-44, 32, 56, 12, mix(p.mid, p.paper, 0.4), 'rx="5"'),
    path('M-40 74L40 74L64 118L-64 118Z', mix(p.light, p.paper, 0.35)),
    line(0, -74, 0, -132, p.paper, 4),
    circle(0, -138, 9, p.accent),
  ].join('');
}

export const orbits: Scene = ({ palette: p, random, has }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, p.ink),
    stars(random, 150, HEIGHT, p.paper),
    glow('halo', p.mid, 800, 450, 620, 0.65),
  ];
  const count = 9;
  const back: string[] = [];
  const front: string[] = [];
  for (let i = 0; i < count; i++) {
    const rx = 270 + i * 58;
    const ry = rx * random.between(0.24, 0.42);
    const turn = -70 + i * 19;
    const colour = [p.second, p.light, p.accent][i % 3]!;
    const angle = random.between(0, 6.28);
    back.push(
      group(
        `translate(800 450) rotate(${turn})`,
        path(
          `M${-rx} 0A${rx} ${ry} 0 0 1 ${rx} 0`,
          'none',
          `stroke="${colour}" stroke-width="2" opacity="0.45"`,
        ),
      ),
    );
    front.push(
      group(
        `translate(800 450) rotate(${turn})`,
        path(
          `M${-rx} 0A${rx} ${ry} 0 0 0 ${rx} 0`,
          'none',
          `stroke="${colour}" stroke-width="3" opacity="0.9"`,
        ),
        circle(Math.cos(angle) * rx, Math.abs(Math.sin(angle)) * ry, 11, colour),
        circle(Math.cos(angle) * rx, Math.abs(Math.sin(angle)) * ry, 22, colour, 'opacity="0.25"'),
      ),
    );
  }
  parts.push(
    ...back,
    gradient('ball', mix(p.light, p.mid, 0.3), p.deep),
    circle(800, 450, 190, 'url(#ball)'),
    `<clipPath id="planet">${circle(800, 450, 190, '#000')}</clipPath><g clip-path="url(#planet)">${times(7, (i) => under(rolling(random, 300 + i * 50, 18, 4), i % 2 ? p.second : p.paper, 'opacity="0.13"'))}${ellipse(730, 380, 300, 300, p.ink, 'opacity="0"')}${circle(900, 540, 230, p.ink, 'opacity="0.28"')}</g>`,
    ...front,
  );
  if (has('debris'))
    parts.push(
      times(46, () => {
        const [x, y] = pointOn(1120, 300, random.exponential(70), random.between(0, 6.28));
        const r = random.between(3, 11);
        return polygon(
          [
            [x - r, y],
            [x + r * 0.4, y - r],
            [x + r, y + r * 0.5],
          ],
          random.chance(0.3) ? p.accent : p.paper,
          'opacity="0.9"',
        );
      }),
      ring(1120, 300, 150, p.accent, 3, 'stroke-dasharray="10 10"'),
    );
  return parts.join('');
};

export const launch: Scene = ({ palette: p, random }) => {
  const parts = [sky(p.ink, p.accent), stars(random, 120, 420, p.paper)];
  const tones = [
    mix(p.deep, p.mid, 0.5),
    mix(p.mid, p.accent, 0.35),
    mix(p.accent, p.paper, 0.25),
    mix(p.accent, '#ffd9a8', 0.6),
  ];
  for (const [i, tone] of tones.entries())
    parts.push(under(rolling(random, 470 + i * 100, 40, 1.6), tone, 'opacity="0.8"'));
  const plume: string[] = [];
  for (let i = 0; i < 46; i++) {
    const t = i / 45;
    const spread = 10 + t ** 1.7 * 190;
    plume.push(
      circle(
        800 + random.between(-1, 1) * spread * 0.5,
        330 + t * 560,
        14 + spread * 0.42,
        mix('#ffffff', tones[2]!, t * 0.75),
      ),
    );
  }
  parts.push(
    ...plume,
    glow('fire', '#ffffff', 800, 330, 190, 0.9),
    path('M784 300Q800 430 816 300Z', '#fff3c4'),
  );
  parts.push(
    group(
      'translate(800 200)',
      path('M-19 104L-19 -60Q0 -128 19 -60L19 104Z', p.paper),
      rect(-19, -20, 38, 10, p.accent),
      rect(-19, 40, 38, 10, p.mid),
      polygon(
        [
          [-19, 60],
          [-42, 112],
          [-19, 104],
        ],
        p.second,
      ),
      polygon(
        [
          [19, 60],
          [42, 112],
          [19, 104],
        ],
        p.second,
      ),
      rect(2, -60, 17, 164, p.ink, 'opacity="0.12"'),
    ),
  );
  parts.push(
    rect(0, 846, WIDTH, 60, p.ink),
    rect(980, 560, 26, 290, p.ink),
    times(8, (i) => line(980, 580 + i * 34, 1006, 604 + i * 34, p.mid, 3)),
    rect(940, 548, 106, 16, p.ink),
  );
  return parts.join('');
};
