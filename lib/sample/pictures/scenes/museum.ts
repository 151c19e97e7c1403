import {
  circle,
  ellipse,
  glow,
  group,
  HEIGHT,
  line,
  mix,
  path,
  polygon,
  rect,
  type Scene,
  type Sketch,
  sky,
  times,
  WIDTH,
} from '../kit';

/** Exhibition halls and glass cases. */
export const gallery: Scene = ({ palette: p, random, has }) => {
  const dusk = has('dusk');
  const wall = dusk ? mix('#e9b58c', p.paper, 0.25) : p.paper;
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, wall),
    rect(0, 0, WIDTH, 110, mix(wall, p.ink, 0.12)),
    times(8, (i) =>
      polygon(
        [
          [60 + i * 200, 0],
          [180 + i * 200, 0],
          [150 + i * 200, 96],
          [90 + i * 200, 96],
        ],
        dusk ? mix(p.second, p.accent, 0.4) : '#ffffff',
      ),
    ),
  ];
  parts.push(
    polygon(
      [
        [0, 700],
        [WIDTH, 700],
        [WIDTH, 900],
        [0, 900],
      ],
      mix('#a9794f', wall, dusk ? 0.1 : 0.35),
    ),
    times(15, (i) => line(800 + (i - 7) * 120, 700, 800 + (i - 7) * 210, 900, p.ink, 2, 'opacity="0.15"')),
    rect(0, 690, WIDTH, 12, mix(wall, p.ink, 0.2)),
  );
  const frames = [
    [110, 210, 260, 330],
    [440, 180, 430, 400],
    [940, 240, 220, 280],
    [1220, 190, 290, 380],
  ] as const;
  for (const [i, [x, y, w, h]] of frames.entries()) {
    parts.push(
      rect(x + 10, y + 16, w, h, p.ink, 'opacity="0.15"'),
      rect(x, y, w, h, p.ink),
      rect(x + 14, y + 14, w - 28, h - 28, mix('#ffffff', p.light, 0.2)),
    );
    if (!dusk)
      parts.push(
        `<clipPath id="f${i}">${rect(x + 40, y + 40, w - 80, h - 80, '#000')}</clipPath><g clip-path="url(#f${i})">${rect(x, y, w, h, [p.deep, p.second, p.accent, p.mid][i]!)}${times(
          5,
          (k) =>
            i % 2
              ? circle(
                  x + random.between(40, w - 40),
                  y + random.between(40, h - 40),
                  random.between(30, 90),
                  [p.accent, p.paper, p.mid, p.deep][k % 4]!,
                  'opacity="0.85"',
                )
              : polygon(
                  [
                    [x + random.between(0, w), y + h],
                    [x + random.between(0, w), y + random.between(30, h)],
                    [x + random.between(0, w), y + h],
                  ],
                  [p.second, p.light, p.accent, p.paper][k % 4]!,
                ),
        )}</g>`,
      );
  }
  parts.push(
    group(
      'translate(800 800)',
      rect(-230, -52, 460, 34, mix(p.deep, p.ink, 0.2), 'rx="8"'),
      rect(-190, -20, 16, 66, p.ink),
      rect(174, -20, 16, 66, p.ink),
    ),
  );
  for (const [x, k, tone] of [
    [300, 1, p.accent],
    [1110, 1.08, p.deep],
    [1190, 0.78, p.second],
  ] as const)
    parts.push(
      ellipse(x, 806, 70 * k, 12, p.ink, 'opacity="0.2"'),
      group(
        `translate(${x} 806) scale(${k * 0.9})`,
        path('M-40 -268Q0 -290 40 -268L46 -120L34 0L6 0L0 -110L-6 0L-34 0L-46 -120Z', tone),
        circle(0, -310, 29, '#5b3826'),
        path('M-31 -306Q-32 -346 0 -346Q32 -346 31 -306Q32 -284 22 -284L-22 -284Q-32 -284 -31 -306Z', p.ink),
      ),
    );
  return parts.join('');
};

export const vitrine: Scene = ({ palette: p, random, has }) => {
  const gold = has('gold');
  const parts = [sky(mix(p.ink, p.deep, 0.25), p.ink), rect(0, 760, WIDTH, 140, mix(p.ink, '#000000', 0.3))];
  const cases = gold ? [250, 620, 990, 1360] : [800];
  for (const [i, x] of cases.entries()) {
    const w = gold ? 250 : 380;
    const top = gold ? 250 : 130;
    parts.push(
      glow(`g${i}`, p.second, x, gold ? 470 : 400, gold ? 300 : 520, 0.5),
      rect(x - w / 2, 640, w, 200, mix(p.deep, p.mid, 0.2)),
      rect(x - w / 2, 640, w, 14, p.light, 'opacity="0.5"'),
      polygon(
        [
          [x - 24, top],
          [x + 24, top],
          [x + w * 0.42, 640],
          [x - w * 0.42, 640],
        ],
        p.second,
        'opacity="0.25"',
      ),
    );
    parts.push(
      gold
        ? group(`translate(${x} 560) rotate(${[0, 24, -18, 8][i]})`, handle(p, i))
        : group(`translate(${x} 640)`, box(p)),
    );
    parts.push(
      rect(x - w / 2, top, w, 640 - top, '#ffffff', `opacity="0.07"`),
      rect(x - w / 2, top, w, 640 - top, 'none', `stroke="${p.light}" stroke-width="5" opacity="0.8"`),
      line(x - w / 2 + 30, top + 30, x - w / 2 + 90, top + 170, '#ffffff', 8, 'opacity="0.25"'),
    );
  }
  parts.push(
    times(24, () =>
      circle(
        random.between(0, WIDTH),
        random.between(0, 700),
        random.between(1, 3),
        p.second,
        'opacity="0.4"',
      ),
    ),
  );
  return parts.join('');
};

const handle = (p: Sketch['palette'], i: number) =>
  rect(-26, -190, 52, 220, p.second, `rx="${[26, 6, 14, 26][i]}"`) +
  rect(-16, -120, 150 - i * 12, 34, mix(p.second, p.accent, 0.35), 'rx="17"') +
  circle(0, -20, 10, p.ink) +
  rect(-4, -14, 8, 22, p.ink) +
  circle(0, -103, 15, mix(p.second, p.paper, 0.5));

const box = (p: Sketch['palette']) =>
  rect(-110, -400, 220, 400, p.accent, 'rx="10"') +
  rect(-124, -426, 248, 40, mix(p.accent, p.ink, 0.25), 'rx="8"') +
  rect(-90, -366, 180, 290, mix(p.light, p.deep, 0.15)) +
  line(0, -366, 0, -76, p.accent, 8) +
  line(-90, -270, 90, -270, p.accent, 8) +
  line(-90, -172, 90, -172, p.accent, 8) +
  rect(24, -250, 46, 70, p.ink, 'rx="6"') +
  rect(-70, -62, 140, 36, p.paper, 'rx="4"');
