import {
  circle,
  glow,
  group,
  line,
  mix,
  path,
  polygon,
  rect,
  rolling,
  type Scene,
  type Sketch,
  sky,
  stars,
  stroke,
  times,
  under,
  WIDTH,
} from '../kit';

/** Streets and buildings. */
export const tram: Scene = ({ palette: p, random, has }) => {
  const night = has('night');
  const dusk = has('dusk');
  const top = night ? p.ink : dusk ? '#6a4c93' : mix(p.light, p.mid, 0.1);
  const bottom = night ? mix(p.deep, p.ink, 0.4) : dusk ? '#ffb27a' : p.paper;
  const parts = [
    sky(top, bottom),
    night
      ? stars(random, 120, 420, p.paper) + circle(1300, 120, 50, p.paper)
      : glow('halo', p.second, 1240, dusk ? 420 : 210, 330, 0.6) +
        circle(1240, dusk ? 420 : 210, dusk ? 96 : 66, dusk ? p.second : p.second),
  ];
  for (let layer = 0; layer < 3; layer++) {
    const colour = mix(night ? p.ink : p.deep, bottom, night ? 0.25 - layer * 0.1 : 0.72 - layer * 0.26);
    for (let x = -40; x < WIDTH; ) {
      const w = random.between(70, 150);
      const h = random.between(130, 330) - layer * 20;
      const y = 640 - h;
      parts.push(rect(x, y, w, h + 60, colour));
      const roof = random.below(4);
      if (roof === 0)
        parts.push(
          polygon(
            [
              [x, y],
              [x + w / 2, y - 60],
              [x + w, y],
            ],
            colour,
          ),
        );
      if (roof === 1 && layer === 1)
        parts.push(
          rect(x + w / 2 - 12, y - 120, 24, 130, colour),
          polygon(
            [
              [x + w / 2 - 18, y - 118],
              [x + w / 2, y - 200],
              [x + w / 2 + 18, y - 118],
            ],
            colour,
          ),
        );
      if (layer > 0)
        for (let wy = y + 18; wy < 600; wy += 38)
          for (let wx = x + 12; wx < x + w - 22; wx += 28)
            if (random.chance(night || dusk ? 0.4 : 0.5))
              parts.push(
                rect(
                  wx,
                  wy,
                  13,
                  19,
                  night || dusk ? mix(p.second, colour, 0.15) : mix(colour, '#ffffff', 0.35),
                ),
              );
      x += w + random.between(-4, 16);
    }
  }
  if (!night)
    parts.push(
      times(15, (i) => {
        const x = 30 + i * 112 + random.between(-20, 20);
        return (
          rect(x - 5, 610, 10, 70, mix('#5b3a26', p.ink, 0.3)) +
          circle(
            x,
            590,
            random.between(36, 56),
            mix('#3f8f63', dusk ? p.ink : p.paper, dusk ? 0.45 : random.between(0, 0.25)),
          )
        );
      }),
    );
  parts.push(
    rect(0, 664, WIDTH, 240, night ? mix(p.ink, p.deep, 0.25) : mix(p.light, p.ink, dusk ? 0.45 : 0.22)),
    rect(0, 800, WIDTH, 10, mix(p.ink, p.light, 0.25)),
    rect(0, 836, WIDTH, 10, mix(p.ink, p.light, 0.25)),
    line(0, 392, WIDTH, 392, p.ink, 4, 'opacity="0.7"'),
  );
  parts.push(group('translate(240 812)', car(p, night || dusk)));
  if (night)
    parts.push(
      polygon(
        [
          [1360, 720],
          [1640, 640],
          [1640, 850],
          [1360, 760],
        ],
        p.second,
        'opacity="0.2"',
      ),
    );
  return parts.join('');
};

const car = (p: Sketch['palette'], lit: boolean) => {
  const glass = lit ? p.second : mix(p.deep, p.light, 0.35);
  return [
    stroke('M520 -342L600 -420L690 -342M560 -420L640 -420', p.ink, 7),
    rect(40, -340, 1050, 24, mix(p.ink, p.deep, 0.3), 'rx="10"'),
    path('M20 -40L34 -290Q40 -324 76 -324L1060 -324Q1092 -324 1100 -290L1128 -110L1128 -40Z', p.accent),
    path('M20 -40L22 -96L1128 -96L1128 -40Z', p.paper),
    times(8, (i) => (i === 2 || i === 5 ? '' : rect(70 + i * 122, -290, 104, 118, glass, 'rx="9"'))),
    path('M1050 -290L1074 -290L1100 -172L1050 -172Z', glass),
    times(
      2,
      (k) =>
        rect(314 + k * 366, -296, 50, 250, mix(p.paper, p.ink, 0.12), 'rx="5"') +
        rect(366 + k * 366, -296, 50, 250, mix(p.paper, p.ink, 0.12), 'rx="5"') +
        rect(322 + k * 366, -286, 36, 150, glass, 'rx="5"') +
        rect(372 + k * 366, -286, 36, 150, glass, 'rx="5"'),
    ),
    times(7, (i) => {
      const x = [120, 210, 470, 580, 860, 950, 1000][i]!;
      return i < 6
        ? circle(x, -216, 17, mix(p.ink, glass, 0.35)) +
            path(
              `M${x - 26} -172Q${x - 24} -198 ${x} -198Q${x + 24} -198 ${x + 26} -172Z`,
              mix(p.ink, glass, 0.35),
            )
        : '';
    }),
    rect(30, -44, 1100, 30, p.ink, 'rx="8"'),
    times(
      6,
      (i) =>
        circle([130, 210, 540, 620, 930, 1010][i]!, -10, 27, p.ink) +
        circle([130, 210, 540, 620, 930, 1010][i]!, -10, 11, p.light),
    ),
    circle(1108, -80, 13, lit ? p.second : p.paper),
    rect(1090, -316, 4, 4, p.ink),
    rect(980, -316, 80, 22, p.ink, 'rx="4"'),
    rect(990, -310, 56, 10, p.second, 'rx="3"'),
  ].join('');
};

export const building: Scene = ({ palette: p, random, has }) => {
  const garden = has('garden');
  const parts = [
    sky(garden ? mix(p.light, p.ink, 0.08) : mix(p.light, '#9fd0e6', 0.35), p.paper),
    garden ? '' : circle(1330, 170, 64, p.second),
    times(4, (i) =>
      group(
        `translate(${140 + i * 400} ${110 + (i % 2) * 70})`,
        circle(0, 0, 34, '#ffffff'),
        circle(44, -12, 44, '#ffffff'),
        circle(94, 0, 36, '#ffffff'),
        rect(-10, 0, 116, 34, '#ffffff', 'rx="17"'),
      ),
    ),
  ];
  parts.push(under(rolling(random, 620, 46, 1.4), mix(p.mid, p.paper, 0.5)));
  const wall = '#ffffff';
  parts.push(
    rect(220, 340, 720, 440, wall),
    rect(940, 250, 420, 530, mix(p.light, wall, 0.5)),
    rect(220, 340, 720, 18, p.deep),
    rect(940, 250, 420, 18, p.deep),
  );
  const tones = garden
    ? [mix(p.mid, p.paper, 0.3), mix(p.deep, p.paper, 0.45)]
    : [p.accent, p.mid, p.second, p.deep, mix(p.mid, p.paper, 0.4)];
  for (let row = 0; row < 3; row++)
    for (let col = 0; col < 9; col++)
      parts.push(
        rect(252 + col * 76, 386 + row * 98, 52, 64, tones[(col + row * 2) % tones.length]!, 'rx="6"'),
        rect(252 + col * 76, 386 + row * 98, 52, 20, '#ffffff', 'rx="6" opacity="0.3"'),
      );
  for (let row = 0; row < 4; row++)
    for (let col = 0; col < 4; col++)
      parts.push(
        rect(976 + col * 94, 302 + row * 98, 66, 64, tones[(col * 3 + row) % tones.length]!, 'rx="6"'),
      );
  parts.push(
    group(
      'translate(1150 160)',
      circle(0, 0, 62, p.paper),
      rect(-13, -44, 26, 88, p.accent, 'rx="5"'),
      rect(-44, -13, 88, 26, p.accent, 'rx="5"'),
    ),
  );
  parts.push(
    rect(500, 676, 118, 104, p.deep, 'rx="8"'),
    rect(640, 712, 58, 68, p.accent, 'rx="8"'),
    rect(470, 656, 250, 16, p.deep, 'rx="8"'),
    line(559, 676, 559, 780, p.light, 4),
  );
  if (garden)
    parts.push(
      times(15, (i) => {
        const x = 246 + i * 48;
        const h = random.between(46, 112);
        return (
          stroke(`M${x} 336L${x} ${336 - h}`, mix(p.deep, p.mid, 0.3), 5) +
          times(4, (k) =>
            circle(
              x + (k % 2 ? 14 : -14),
              330 - (h * (k + 1)) / 4.5,
              15,
              mix(p.mid, [p.deep, '#7fb069', p.accent][(i + k) % 3]!, 0.5),
            ),
          )
        );
      }),
      rect(236, 318, 690, 24, mix('#8a5a3a', p.paper, 0.15), 'rx="5"'),
    );
  parts.push(
    rect(0, 776, WIDTH, 130, mix('#8cc59c', p.mid, 0.3)),
    path('M480 780L640 780L860 900L330 900Z', mix(p.paper, p.second, 0.3)),
  );
  for (const x of [80, 160, 1430, 1520])
    parts.push(
      rect(x - 7, 700, 14, 90, mix('#5b3a26', p.ink, 0.2)),
      circle(x, 660, 66, mix(p.deep, p.mid, 0.5)),
      circle(x - 22, 640, 40, mix(p.deep, p.mid, 0.75)),
    );
  return parts.join('');
};
