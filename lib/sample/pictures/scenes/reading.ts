import {
  circle,
  glow,
  group,
  HEIGHT,
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

/** Libraries: shelves, books, a reader, a floor plan. */
export const shelves: Scene = ({ palette: p, random, has }) => {
  const dark = has('dark');
  const wood = dark ? mix(p.ink, '#5a3520', 0.35) : mix('#8a5a3a', p.light, 0.12);
  const parts = [rect(0, 0, WIDTH, HEIGHT, mix(wood, p.ink, 0.5))];
  const tones = [
    p.deep,
    p.mid,
    p.accent,
    p.second,
    p.light,
    mix(p.deep, p.second, 0.5),
    mix(p.accent, p.paper, 0.4),
    p.paper,
    mix(p.mid, p.paper, 0.35),
  ];
  const rowHeight = 222;
  for (let row = -1; row < 4; row++) {
    const floor = (row + 1) * rowHeight + 190;
    for (let x = -10; x < WIDTH; ) {
      if (random.chance(0.05)) {
        x += random.between(20, 60);
        continue;
      }
      const w = random.between(20, 54);
      const h = random.between(118, 184);
      const colour = dark ? mix(random.pick(tones), p.ink, 0.42) : random.pick(tones);
      const lean = random.chance(0.06);
      const book =
        rect(x, floor - h, w, h, colour, 'rx="3"') +
        rect(x, floor - h, w * 0.16, h, p.ink, 'opacity="0.14"') +
        rect(x + 4, floor - h + 16, w - 8, 5, mix(colour, p.paper, 0.6)) +
        rect(x + 4, floor - 30, w - 8, 8, mix(colour, p.paper, 0.45)) +
        (w > 32
          ? rect(x + w / 2 - 7, floor - h + 34, 14, h * 0.36, mix(colour, p.paper, 0.75), 'rx="2"')
          : '');
      parts.push(lean ? group(`rotate(9 ${x.toFixed(0)} ${floor})`, book) : book);
      x += w + (lean ? 24 : 2);
    }
    parts.push(rect(0, floor, WIDTH, 32, wood), rect(0, floor + 26, WIDTH, 10, p.ink, 'opacity="0.3"'));
  }
  for (const x of [-16, 528, 1062, 1588])
    parts.push(rect(x, 0, 26, HEIGHT, wood), rect(x + 20, 0, 8, HEIGHT, p.ink, 'opacity="0.22"'));
  if (dark)
    parts.push(
      ...[
        [300, 250],
        [820, 470],
        [1330, 220],
      ].map(([x, y], i) => glow(`lamp${i}`, p.accent, x!, y!, 300, 0.55)),
    );
  else
    parts.push(
      group(
        'translate(1180 0)',
        line(0, -10, -70, 910, mix(wood, p.light, 0.5), 15),
        line(120, -10, 90, 910, mix(wood, p.light, 0.5), 15),
        times(11, (i) =>
          line(-6 - i * 6.5, 60 + i * 80, 118 - i * 2.4, 60 + i * 80, mix(wood, p.light, 0.5), 11),
        ),
      ),
    );
  return parts.join('');
};

export const stack: Scene = (s) => {
  const { palette: p, random, has } = s;
  const day = has('day');
  const wall = day ? mix(p.light, p.paper, 0.4) : mix(p.deep, p.ink, 0.35);
  const parts = [rect(0, 0, WIDTH, HEIGHT, wall)];
  parts.push(
    `<clipPath id="pane">${rect(880, 90, 560, 500, '#000', 'rx="8"')}</clipPath>`,
    `<g clip-path="url(#pane)">${day ? sky('#9fd0e6', p.paper) : sky(p.ink, mix(p.deep, p.mid, 0.3))}${day ? circle(1280, 210, 56, p.accent) : stars(random, 90, 520, p.paper) + circle(1270, 220, 60, p.light)}${under(rolling(random, 430, 70, 2), day ? mix(p.second, p.paper, 0.45) : mix(p.ink, p.second, 0.35))}${under(rolling(random, 510, 50, 2), day ? p.second : mix(p.ink, p.second, 0.15))}</g>`,
  );
  parts.push(
    stroke('M880 90L1440 90L1440 590L880 590ZM1160 90L1160 590M880 340L1440 340', p.paper, 18),
    rect(850, 590, 620, 26, mix(p.paper, p.ink, 0.1)),
  );
  parts.push(
    rect(0, 730, WIDTH, 170, mix('#7a4b30', p.light, day ? 0.2 : 0.02)),
    rect(0, 730, WIDTH, 14, p.paper, 'opacity="0.18"'),
  );
  const tones = [p.accent, p.mid, p.second, p.light, p.deep, p.paper, mix(p.accent, p.mid, 0.5)];
  let y = 730;
  for (let i = 0; i < 9; i++) {
    const h = random.between(44, 66);
    const w = random.between(330, 470);
    const x = 330 + random.between(-40, 40);
    y -= h;
    const colour = tones[i % 7]!;
    parts.push(
      rect(x - w / 2, y, w, h, colour, 'rx="7"'),
      rect(x - w / 2 + 10, y + 7, w - 10, h - 14, mix(p.paper, colour, 0.08), 'rx="2"'),
      rect(x - w / 2, y, w * 0.82, h, colour, 'rx="7"'),
      rect(x - w / 2 + 34, y + h * 0.3, w * 0.24, h * 0.18, mix(colour, p.ink, 0.4)),
      rect(x - w / 2 + 34, y + h * 0.58, w * 0.15, h * 0.14, mix(colour, p.ink, 0.3)),
    );
  }
  if (!day)
    parts.push(
      polygon(
        [
          [690, 360],
          [810, 360],
          [960, 730],
          [540, 730],
        ],
        p.accent,
        'opacity="0.22"',
      ),
    );
  parts.push(
    rect(744, 350, 12, 370, p.ink),
    rect(684, 714, 132, 18, p.ink, 'rx="9"'),
    path('M676 360L712 250L788 250L824 360Z', p.accent),
  );
  parts.push(
    group(
      'translate(1090 730)',
      path('M-66 -104L60 -104L52 -16Q50 0 30 0L-36 0Q-56 0 -58 -16Z', p.paper),
      stroke('M58 -84Q104 -84 96 -48Q90 -26 52 -30', p.paper, 13),
      stroke('M-24 -130Q-38 -158 -20 -184M14 -130Q0 -160 18 -190', p.paper, 6, 'opacity="0.5"'),
    ),
  );
  return parts.join('');
};

export const reading: Scene = (s) => {
  const { palette: p, random, has } = s;
  const night = has('night');
  const parts = [rect(0, 0, WIDTH, HEIGHT, night ? p.ink : mix(p.light, p.paper, 0.3))];
  if (night)
    parts.push(
      stars(random, 110, 300, p.paper),
      times(64, (i) => {
        const col = i % 16;
        const row = Math.floor(i / 16);
        return rect(
          30 + col * 98,
          150 + row * 190,
          66,
          120,
          random.chance(0.35) ? mix(p.accent, p.ink, 0.35) : mix(p.ink, p.deep, 0.3),
        );
      }),
    );
  const x = 480;
  parts.push(
    rect(x - 30, 110, 700, 720, night ? mix(p.deep, p.ink, 0.3) : mix(p.deep, p.paper, 0.1), 'rx="350"'),
    `<clipPath id="bay">${rect(x, 140, 640, 700, '#000', 'rx="320"')}</clipPath>`,
  );
  parts.push(
    `<g clip-path="url(#bay)">${night ? rect(x, 140, 640, 700, p.accent) + circle(800, 380, 360, mix(p.accent, p.paper, 0.5), 'opacity="0.5"') : `<g>${rect(x, 140, 640, 700, '#b9dcea')}${circle(930, 300, 60, p.accent)}${under(rolling(random, 470, 60, 2), mix(p.second, p.paper, 0.4))}${under(rolling(random, 560, 50, 2), p.second)}</g>`}${night ? times(10, (i) => rect(x + 20 + i * 62, 250 + (i % 3) * 24, 46, 300, [p.deep, p.mid, p.second, p.light][i % 4]!)) : ''}</g>`,
  );
  parts.push(
    rect(x - 60, 740, 760, 100, night ? mix('#5a3520', p.ink, 0.2) : mix('#8a5a3a', p.light, 0.1)),
    rect(x - 20, 700, 680, 46, p.mid, 'rx="20"'),
  );
  parts.push(reader(p, night));
  parts.push(rect(0, 836, WIDTH, 64, night ? mix(p.ink, p.deep, 0.3) : mix('#8a5a3a', p.light, 0.4)));
  if (!night)
    parts.push(
      times(2, (k) =>
        times(9, (i) =>
          rect(
            40 + k * 1190 + i * 38,
            560 + ((i * 37) % 60),
            34,
            276 - ((i * 37) % 60),
            [p.deep, p.mid, p.accent, p.second, p.light][(i + k) % 5]!,
            'rx="3"',
          ),
        ),
      ),
    );
  return parts.join('');
};

/** Somebody who sits in a window with drawn-up knees and a book. */
const reader = (p: Sketch['palette'], night: boolean) => {
  const coat = night ? p.ink : p.deep;
  return [
    path('M590 702C580 600 600 520 660 500C720 490 740 560 742 640L760 702Z', coat),
    circle(676, 446, 46, night ? p.ink : '#c98a66'),
    path(
      'M630 446Q628 392 680 394Q724 398 722 440Q690 416 664 430Q640 440 630 446Z',
      night ? p.ink : '#3b2118',
    ),
    path(
      'M700 702L742 596Q770 566 800 590L858 692L826 704L784 640L760 704Z',
      night ? mix(p.ink, p.deep, 0.3) : p.second,
    ),
    path('M820 684L920 688Q926 706 906 706L816 706Z', p.ink),
    polygon(
      [
        [760, 566],
        [846, 530],
        [866, 570],
        [782, 606],
      ],
      p.paper,
    ),
    line(772, 586, 856, 550, p.accent, 5),
    stroke('M690 560Q730 610 788 588', coat, 26),
  ].join('');
};

export const plan: Scene = ({ palette: p, random }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, p.paper),
    times(40, (i) => line(i * 40, 0, i * 40, HEIGHT, p.light, 1, 'opacity="0.5"')),
    times(23, (i) => line(0, i * 40, WIDTH, i * 40, p.light, 1, 'opacity="0.5"')),
  ];
  const rooms = [
    [160, 120, 480, 300, p.accent],
    [640, 120, 320, 300, p.second],
    [960, 120, 480, 180, p.mid],
    [960, 300, 480, 240, mix(p.second, p.paper, 0.4)],
    [160, 420, 320, 360, mix(p.mid, p.paper, 0.4)],
    [480, 420, 480, 240, mix(p.accent, p.paper, 0.5)],
    [480, 660, 480, 120, p.light],
    [960, 540, 480, 240, mix(p.deep, p.paper, 0.35)],
  ] as const;
  for (const [x, y, w, h, colour] of rooms) parts.push(rect(x, y, w, h, mix(colour, p.paper, 0.42)));
  for (const [x, y, w, h] of rooms)
    parts.push(rect(x, y, w, h, 'none', `stroke="${p.ink}" stroke-width="9"`));
  for (const [x, y] of [
    [380, 420],
    [800, 420],
    [960, 370],
    [480, 560],
    [700, 660],
    [960, 600],
    [1200, 300],
  ] as const)
    parts.push(
      circle(x, y, 32, p.paper),
      stroke(`M${x - 32} ${y}A32 32 0 0 1 ${x} ${y - 32}L${x} ${y}`, p.ink, 3),
    );
  parts.push(times(9, (i) => rect(500 + i * 18, 672, 14, 96, mix(p.ink, p.paper, 0.2 + i * 0.07))));
  parts.push(
    times(
      13,
      (i) => rect(190 + i * 98, 112, 60, 14, p.paper) + line(190 + i * 98, 119, 250 + i * 98, 119, p.mid, 3),
    ),
  );
  parts.push(
    times(20, (i) => {
      const [x, y, w, h] = rooms[i % 8]!;
      const tx = x + 50 + random.between(0, w - 100);
      const ty = y + 50 + random.between(0, h - 100);
      return (
        circle(tx, ty, 17, mix(p.ink, p.paper, 0.72)) +
        times(4, (k) =>
          circle(tx + Math.cos(k * 1.57 + 0.8) * 28, ty + Math.sin(k * 1.57 + 0.8) * 28, 8, p.deep),
        )
      );
    }),
  );
  parts.push(
    stroke('M30 870L240 640M30 870L16 890L44 882', p.accent, 20),
    line(214, 668, 240, 640, p.ink, 20),
  );
  return parts.join('');
};
