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
  stars,
  stroke,
  times,
  WIDTH,
} from '../kit';

/** A theatre: curtain, stage, seats, a moon on ropes. */
export const curtain: Scene = ({ palette: p, has }) => {
  const cloth = has('blue') ? p.second : has('gold') ? mix(p.accent, p.mid, 0.3) : p.mid;
  const parts = [rect(0, 0, WIDTH, HEIGHT, p.ink)];
  const gap = has('half') ? 420 : 0;
  if (gap)
    parts.push(
      glow('beyond', p.accent, 800, 420, 620, 0.9),
      polygon(
        [
          [700, 0],
          [900, 0],
          [1090, 900],
          [510, 900],
        ],
        p.paper,
        'opacity="0.3"',
      ),
    );
  const folds = 22;
  for (let i = 0; i < folds; i++) {
    const side = i < folds / 2 ? -1 : 1;
    const w = (WIDTH - gap) / folds;
    const x = i * w + (side > 0 ? gap : 0);
    const sway = gap ? side * -46 : 0;
    const shade = [0.1, 0.34, 0.56, 0.3][i % 4]!;
    parts.push(
      path(
        `M${x} -10L${x + w + 1} -10Q${x + w + 8 + sway} 420 ${x + w + 1 - sway * 0.4} 842Q${x + w / 2 - sway * 0.4} 868 ${x - sway * 0.4} 842Q${x - 8 + sway} 420 ${x} -10Z`,
        mix(cloth, p.ink, shade),
      ),
      path(
        `M${x + w * 0.3} -10Q${x + w * 0.38 + sway} 420 ${x + w * 0.34 - sway * 0.4} 846L${x + w * 0.5 - sway * 0.4} 848Q${x + w * 0.56 + sway} 420 ${x + w * 0.5} -10Z`,
        mix(cloth, p.light, 0.35),
        'opacity="0.3"',
      ),
    );
  }
  parts.push(
    rect(0, 850, WIDTH, 60, mix('#5b351f', p.ink, 0.35)),
    rect(0, 850, WIDTH, 8, p.accent, 'opacity="0.7"'),
  );
  if (has('blue'))
    parts.push(
      polygon(
        [
          [780, -20],
          [820, -20],
          [940, 850],
          [660, 850],
        ],
        p.light,
        'opacity="0.2"',
      ),
      ellipse(800, 850, 140, 18, p.light, 'opacity="0.6"'),
    );
  else if (has('gold'))
    parts.push(...[200, 600, 1000, 1400].map((x, i) => glow(`foot${i}`, p.paper, x, 850, 320, 0.5)));
  else if (!gap)
    parts.push(
      circle(800, 440, 300, p.paper, 'opacity="0.2"'),
      circle(800, 440, 270, p.paper, 'opacity="0.12"'),
    );
  parts.push(
    times(
      11,
      (i) =>
        path(
          `M${i * 160 - 80} -10Q${i * 160} 170 ${i * 160 + 80} -10Z`,
          mix(cloth, p.ink, i % 2 ? 0.28 : 0.12),
        ) + stroke(`M${i * 160 - 80} -6Q${i * 160} 174 ${i * 160 + 80} -6`, p.accent, 7),
    ),
  );
  return parts.join('');
};

export const stage: Scene = ({ palette: p, random, has }) => {
  const trees = has('trees');
  const parts = [sky(p.ink, trees ? mix(p.second, p.ink, 0.35) : mix(p.deep, p.ink, 0.3))];
  parts.push(
    polygon(
      [
        [0, 660],
        [WIDTH, 660],
        [WIDTH, 900],
        [0, 900],
      ],
      mix('#4a2c1c', p.ink, 0.45),
    ),
    times(9, (i) => line(800 + (i - 4) * 120, 660, 800 + (i - 4) * 300, 900, p.ink, 3, 'opacity="0.5"')),
  );
  const spots = has('two') ? [800] : trees ? [420, 1180] : [330, 800, 1270];
  for (const x of spots)
    parts.push(
      polygon(
        [
          [x - 20, -20],
          [x + 20, -20],
          [x + 210, 760],
          [x - 210, 760],
        ],
        p.accent,
        'opacity="0.2"',
      ),
      ellipse(x, 760, has('two') ? 330 : 210, has('two') ? 58 : 40, p.accent, 'opacity="0.5"'),
    );
  if (trees) {
    for (let i = 0; i < 13; i++) {
      const x = 60 + i * 122 + random.between(-18, 18);
      const y = 720 + (i % 3) * 36;
      const h = random.between(360, 470);
      parts.push(
        stroke(
          `M${x} ${y}L${x} ${y - h}M${x} ${y - h * 0.5}L${x - 40} ${y - h * 0.72}M${x} ${y - h * 0.6}L${x + 42} ${y - h * 0.85}`,
          mix(p.light, p.ink, 0.3),
          8,
        ),
        times(24, () =>
          circle(
            x + random.between(-70, 70),
            y - h + random.between(-60, 130),
            random.between(8, 26),
            mix('#f6c4cf', p.mid, random.between(0, 0.4)),
            'opacity="0.85"',
          ),
        ),
        rect(x - 30, y - 6, 60, 44, mix('#8a5a3a', p.ink, 0.3), 'rx="5"'),
      );
    }
  } else {
    const people = has('two')
      ? [
          [650, 1.25, 1],
          [950, 1.25, -1],
        ]
      : [
          [240, 0.95, 1],
          [470, 1.08, -1],
          [720, 1.2, 1],
          [900, 1.05, -1],
          [1130, 0.9, -1],
          [1330, 1.15, -1],
        ];
    for (const [i, [x, k, way]] of people.entries())
      parts.push(
        path(
          `M${x! - 20} 770L${x! + 20} 770L${x! + way! * -190} 890L${x! + way! * -260} 890Z`,
          p.ink,
          'opacity="0.5"',
        ),
        group(`translate(${x} 772) scale(${k! * way!} ${k})`, figure(p, i)),
      );
  }
  parts.push(
    path('M-10 -10L230 -10Q170 400 60 900L-10 900Z', p.mid),
    path('M60 -10L140 -10Q110 400 10 900L-10 900L-10 600Q50 300 60 -10Z', mix(p.mid, p.ink, 0.4)),
    path('M1610 -10L1370 -10Q1430 400 1540 900L1610 900Z', p.mid),
    path('M1540 -10L1460 -10Q1490 400 1590 900L1610 900L1610 600Q1550 300 1540 -10Z', mix(p.mid, p.ink, 0.4)),
    rect(0, 0, WIDTH, 34, mix(p.deep, p.ink, 0.4)),
  );
  return parts.join('');
};

/** A standing person as a silhouette 330 high. */
function figure(p: Sketch['palette'], i: number): string {
  const tone = [
    mix(p.mid, p.ink, 0.2),
    mix(p.second, p.ink, 0.1),
    mix(p.light, p.ink, 0.25),
    mix(p.accent, p.ink, 0.3),
  ][i % 4]!;
  const skirt = i % 2 === 0;
  return [
    skirt
      ? path('M-34 -190L34 -190L70 0L-70 0Z', tone)
      : path('M-34 -180L34 -180L36 0L8 0L0 -130L-8 0L-36 0Z', mix(tone, p.ink, 0.4)),
    path('M-40 -268Q0 -290 40 -268L34 -170L-34 -170Z', tone),
    stroke(i % 3 === 0 ? 'M34 -256Q84 -240 118 -284' : 'M34 -256Q62 -210 54 -160', tone, 20),
    stroke('M-34 -256Q-58 -210 -48 -160', tone, 20),
    circle(2, -312, 29, mix('#d9a07a', p.ink, 0.15)),
    path('M-28 -312Q-30 -350 4 -348Q34 -346 32 -318Q4 -336 -28 -312Z', p.ink),
  ].join('');
}

export const seats: Scene = ({ palette: p, random }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, p.ink),
    glow('stage', p.accent, 800, 930, 520, 0.55),
    ellipse(800, 930, 300, 150, mix(p.accent, p.paper, 0.3)),
  ];
  for (let row = 0; row < 11; row++) {
    const r = 290 + row * 62;
    const count = Math.floor((r * 2.3) / 50);
    for (let i = 0; i < count; i++) {
      const a = Math.PI + 0.4 + ((Math.PI - 0.8) * (i + 0.5)) / count;
      if (Math.abs(a - Math.PI * 1.5) < 0.035 + 12 / r) continue;
      const x = 800 + Math.cos(a) * r * 1.15;
      const y = 960 + Math.sin(a) * r;
      const colour = random.chance(0.06)
        ? mix(p.ink, p.deep, 0.8)
        : random.chance(0.2)
          ? p.accent
          : mix(p.mid, p.deep, random.between(0, 0.5));
      parts.push(
        group(
          `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${((a * 180) / Math.PI + 90).toFixed(1)})`,
          rect(-19, -17, 38, 32, colour, 'rx="9"'),
          rect(-19, -20, 38, 13, mix(colour, p.ink, 0.35), 'rx="6"'),
        ),
      );
    }
  }
  return parts.join('');
};

export const moonset: Scene = ({ palette: p, random, has }) => {
  const moon = has('gold') ? p.accent : mix(p.paper, p.light, 0.2);
  const parts = [
    sky(p.ink, mix(p.second, p.ink, 0.4)),
    stars(random, 70, 600, p.paper),
    glow('halo', moon, 800, 370, 560, 0.5),
  ];
  parts.push(
    line(690, -10, 690, 200, p.light, 5),
    line(910, -10, 910, 200, p.light, 5),
    circle(800, 370, 230, moon),
    times(9, () => {
      const a = random.between(0, 6.28);
      const d = random.between(20, 180);
      return circle(
        800 + Math.cos(a) * d,
        370 + Math.sin(a) * d,
        random.between(12, 42),
        mix(moon, p.ink, 0.14),
      );
    }),
    circle(690, 200, 9, p.ink),
    circle(910, 200, 9, p.ink),
  );
  parts.push(
    rect(0, 740, WIDTH, 160, mix('#4a2c1c', p.ink, 0.4)),
    times(12, (i) => line(i * 146, 740, i * 170 - 120, 900, p.ink, 3, 'opacity="0.4"')),
    ellipse(800, 800, 360, 40, moon, 'opacity="0.25"'),
  );
  const people: Point[] = has('gold')
    ? [
        [610, 806],
        [1000, 806],
      ]
    : [];
  for (const [i, [x, y]] of people.entries())
    parts.push(group(`translate(${x} ${y}) scale(${i ? -0.72 : 0.8} ${i ? 0.72 : 0.8})`, figure(p, i * 3)));
  if (!has('gold'))
    parts.push(
      group(
        'translate(1180 800)',
        stroke('M-60 0L-30 -230M60 0L30 -230', mix(p.light, p.ink, 0.4), 11),
        times(5, (i) =>
          line(-52 + i * 5, -40 - i * 42, 52 - i * 5, -40 - i * 42, mix(p.light, p.ink, 0.4), 8),
        ),
      ),
    );
  parts.push(
    path('M-10 -10L200 -10Q150 400 40 900L-10 900Z', p.mid),
    path('M1610 -10L1400 -10Q1450 400 1560 900L1610 900Z', p.mid),
  );
  return parts.join('');
};
