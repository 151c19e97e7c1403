import {
  circle,
  ellipse,
  group,
  HEIGHT,
  line,
  mix,
  path,
  rect,
  type Scene,
  type Sketch,
  stroke,
  times,
  WIDTH,
} from '../kit';

/** Fruit, vegetables and bread. */
export const produce: Scene = ({ palette: p, random, has }) => {
  const parts = [rect(0, 0, WIDTH, HEIGHT, p.paper)];
  const size = 200;
  const grounds = [
    mix(p.light, p.paper, 0.3),
    mix(p.second, p.paper, 0.6),
    mix(p.mid, p.paper, 0.6),
    mix(p.accent, p.paper, 0.75),
  ];
  for (let row = 0; row < 5; row++)
    for (let col = 0; col < 8; col++) {
      const kind = has('apples') ? 0 : (col * 3 + row * 5 + random.below(2)) % 7;
      const x = col * size;
      const y = row * size - 50;
      parts.push(
        rect(x, y, size, size, grounds[(col + row * 3) % 4]!),
        group(
          `translate(${x + 100} ${y + 104})`,
          fruit(
            p,
            kind,
            has('apples')
              ? [p.accent, p.second, p.mid, mix(p.accent, p.second, 0.5), '#8c2f39'][(col * 2 + row * 3) % 5]!
              : p.accent,
          ),
        ),
      );
    }
  return parts.join('');
};

function fruit(p: Sketch['palette'], kind: number, colour: string): string {
  const green = mix(p.deep, p.mid, 0.35);
  const shine = path(
    'M-38 -14Q-36 -40 -14 -46',
    'none',
    'stroke="#ffffff" stroke-width="8" stroke-linecap="round" opacity="0.5"',
  );
  switch (kind) {
    case 0: // apple
      return (
        path(
          'M0 -38C-30 -62 -66 -40 -62 4C-58 48 -26 68 0 56C26 68 58 48 62 4C66 -40 30 -62 0 -38Z',
          colour,
        ) +
        shine +
        stroke('M0 -38Q2 -58 14 -70', p.ink, 6) +
        path('M6 -54Q30 -80 54 -66Q36 -42 6 -54Z', green)
      );
    case 1: // carrot
      return group(
        'rotate(38)',
        path('M-30 -40Q0 -62 30 -40Q22 40 0 84Q-22 40 -30 -40Z', '#f08a2c'),
        line(-20, -8, -2, -6, '#c9651a', 4),
        line(6, 20, 18, 18, '#c9651a', 4),
        times(3, (i) =>
          path(`M0 -48Q${-34 + i * 34} -76 ${-26 + i * 26} -104Q${4 + i * 10} -84 0 -48Z`, green),
        ),
      );
    case 2: // aubergine
      return group(
        'rotate(28)',
        path('M-14 -54C-30 -10 -56 0 -46 44C-36 80 36 80 46 44C56 0 28 -12 14 -54Z', '#5a2a5c'),
        path('M-20 -50Q0 -34 20 -50L12 -64L-12 -64Z', green),
        rect(-5, -84, 10, 24, green, 'rx="4"'),
        path(
          'M-30 30Q-28 6 -18 -8',
          'none',
          'stroke="#ffffff" stroke-width="7" stroke-linecap="round" opacity="0.35"',
        ),
      );
    case 3: // pea pod
      return group(
        'rotate(-28)',
        path('M-80 0Q0 -58 80 0Q0 58 -80 0Z', green),
        path('M-66 0Q0 -34 66 0Q0 34 -66 0Z', p.deep),
        times(5, (i) => circle(-44 + i * 22, 0, 14, mix(p.mid, '#d8f07a', 0.3))),
      );
    case 4: // tomato
      return (
        circle(0, 6, 58, p.accent) +
        shine +
        times(5, (i) =>
          group(`translate(0 -42) rotate(${i * 72})`, path('M0 0Q12 -16 0 -36Q-12 -16 0 0Z', green)),
        )
      );
    case 5: // lemon
      return group(
        'rotate(-24)',
        path(
          'M-74 0Q-56 -14 -48 -26Q0 -64 48 -26Q56 -14 74 0Q56 14 48 26Q0 64 -48 26Q-56 14 -74 0Z',
          p.second,
        ),
        path(
          'M-34 -20Q-14 -36 12 -34',
          'none',
          'stroke="#ffffff" stroke-width="8" stroke-linecap="round" opacity="0.6"',
        ),
      );
    default: // cabbage
      return (
        circle(0, 0, 64, mix(p.mid, p.paper, 0.2)) +
        circle(6, 6, 50, mix(p.mid, p.paper, 0.42)) +
        circle(10, 10, 32, mix(p.mid, p.paper, 0.62)) +
        times(7, (i) => group(`rotate(${i * 51})`, stroke('M10 10Q34 0 58 14', mix(p.deep, p.mid, 0.6), 3)))
      );
  }
}

export const loaves: Scene = ({ palette: p, random, has }) => {
  const gold = has('gold');
  const parts = [rect(0, 0, WIDTH, HEIGHT, gold ? mix(p.second, p.paper, 0.35) : mix(p.light, p.paper, 0.3))];
  parts.push(
    rect(0, 640, WIDTH, 260, mix('#8a5a33', p.paper, 0.25)),
    times(6, (i) => line(0, 660 + i * 44, WIDTH, 656 + i * 44, '#6d4525', 3, 'opacity="0.3"')),
  );
  if (gold) {
    for (let i = 0; i < 9; i++)
      parts.push(
        group(
          `translate(800 800) rotate(${-76 + i * 19})`,
          group('translate(0 -430) rotate(90)', loaf(random.between(0, 1), 1.25)),
        ),
      );
    parts.push(
      circle(800, 800, 150, mix('#6d4525', p.ink, 0.2)),
      circle(800, 800, 120, mix('#c98a45', p.paper, 0.2)),
    );
    return parts.join('');
  }
  const spots = [
    [230, 560, 1.5],
    [640, 590, 1.9],
    [1090, 560, 1.6],
    [1440, 600, 1.3],
    [420, 720, 1.7],
    [880, 740, 1.5],
    [1290, 740, 1.8],
  ] as const;
  for (const [i, [x, y, k]] of spots.entries())
    parts.push(
      ellipse(x, y + 62 * k, 130 * k, 20 * k, p.ink, 'opacity="0.18"'),
      group(`translate(${x} ${y})`, i % 2 ? roundLoaf(random, k) : loaf(random.between(0, 1), k)),
    );
  parts.push(
    times(26, (i) =>
      group(
        `translate(${30 + i * 62} ${230 + random.between(-30, 30)}) rotate(${random.between(-16, 16).toFixed(0)})`,
        ear(mix(p.second, '#b77f2f', random.between(0, 0.6))),
      ),
    ),
  );
  return parts.join('');
};

const loaf = (tone: number, k: number) =>
  group(
    `scale(${k.toFixed(2)})`,
    path(
      'M-130 30C-136 -46 -70 -66 0 -66C70 -66 136 -46 130 30Q126 62 96 62L-96 62Q-126 62 -130 30Z',
      mix('#b8742f', '#8d5222', tone),
    ),
    path(
      'M-112 10C-104 -36 -60 -50 0 -52C60 -50 104 -36 112 10Q60 -12 0 -12Q-60 -12 -112 10Z',
      mix('#d99a4e', '#b8742f', tone),
    ),
    times(3, (i) => stroke(`M${-74 + i * 56} 8Q${-56 + i * 56} -26 ${-30 + i * 56} -40`, '#f3d9a6', 10)),
  );

const roundLoaf = (random: Sketch['random'], k: number) =>
  group(
    `scale(${k.toFixed(2)})`,
    path('M-96 40C-100 -40 -60 -74 0 -74C60 -74 100 -40 96 40Q90 62 60 62L-60 62Q-90 62 -96 40Z', '#7a4a26'),
    path('M-80 10C-70 -40 -40 -60 0 -62C40 -60 70 -40 80 10Q0 -20 -80 10Z', '#96602f'),
    stroke('M-40 -10L40 -46M-44 -46L36 -8', '#f0dcb4', 9),
    times(16, () => circle(random.between(-70, 70), random.between(-50, 40), 2.4, '#f6ead0')),
  );

const ear = (colour: string) =>
  stroke('M0 170Q6 60 0 0', colour, 4) +
  times(9, (i) =>
    path(
      `M0 ${10 + i * 13}Q${i % 2 ? 26 : -26} ${-8 + i * 13} ${i % 2 ? 12 : -12} ${-26 + i * 13}Q0 ${-10 + i * 13} 0 ${10 + i * 13}Z`,
      colour,
    ),
  ) +
  times(3, (i) => line(0, -10, -14 + i * 14, -60, colour, 2));
