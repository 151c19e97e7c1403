import {
  circle,
  glow,
  HEIGHT,
  line,
  mix,
  type Point,
  rect,
  ring,
  type Scene,
  stroke,
  times,
  WIDTH,
} from '../kit';

/** Lines and nodes: a transit map, a network, a history of changes. */
export const metro: Scene = ({ palette: p, has }) => {
  const night = has('night');
  const ground = night ? p.ink : p.paper;
  const parts = [rect(0, 0, WIDTH, HEIGHT, ground)];
  parts.push(
    stroke(
      'M-40 610L300 610Q380 610 440 670L520 750Q570 800 650 800L1040 800Q1110 800 1170 740L1330 580Q1380 530 1460 530L1680 530',
      night ? mix(p.deep, p.ink, 0.5) : mix(p.light, p.paper, 0.15),
      90,
    ),
  );
  if (night)
    parts.push(times(40, (i) => circle((i * 397) % WIDTH, (i * 241) % HEIGHT, 2, p.light, 'opacity="0.4"')));
  const lines: [string, string, Point[]][] = [
    [
      p.accent,
      'M-30 180L420 180L760 520L760 930',
      [
        [120, 180],
        [260, 180],
        [420, 180],
        [540, 300],
        [650, 410],
        [760, 520],
        [760, 650],
        [760, 780],
      ],
    ],
    [
      p.mid,
      'M-30 450L1130 450L1450 130L1640 130',
      [
        [110, 450],
        [250, 450],
        [400, 450],
        [540, 450],
        [920, 450],
        [1130, 450],
        [1250, 330],
        [1370, 210],
        [1520, 130],
      ],
    ],
    [
      p.second,
      'M220 930L220 640L640 220L640 -30',
      [
        [220, 820],
        [220, 700],
        [340, 520],
        [640, 120],
      ],
    ],
    [
      '#2a9d6f',
      'M1630 720L1200 720L900 420L900 180L1090 -10',
      [
        [1480, 720],
        [1340, 720],
        [1200, 720],
        [1050, 570],
        [900, 300],
        [990, 90],
      ],
    ],
    [
      '#9b5de5',
      'M-30 780L520 780L760 540L1050 250L1640 250',
      [
        [100, 780],
        [380, 780],
        [520, 780],
        [1050, 250],
        [1180, 250],
        [1500, 250],
      ],
    ],
  ];
  for (const [colour, d] of lines) {
    const closed = has('works') && colour === p.accent ? 'stroke-dasharray="26 30"' : '';
    parts.push(stroke(d, ground, 34), stroke(d, colour, 21, closed));
  }
  for (const [colour, , stops] of lines)
    for (const [x, y] of stops)
      parts.push(
        circle(x, y, 15, ground, `stroke="${colour}" stroke-width="7"`),
        rect(x + 26, y - 34, 62 + ((x * 7) % 46), 12, night ? p.light : p.ink, 'rx="6" opacity="0.55"'),
      );
  for (const [x, y] of [
    [760, 530],
    [540, 315],
    [900, 450],
    [1130, 450],
    [410, 450],
  ] as const)
    parts.push(
      circle(x, y, 27, night ? p.paper : '#ffffff', `stroke="${night ? p.paper : p.ink}" stroke-width="9"`),
      circle(x, y, 9, p.ink),
    );
  return parts.join('');
};

export const network: Scene = ({ palette: p, random, has }) => {
  const bright = has('bright');
  const ground = bright ? p.paper : p.ink;
  const parts = [rect(0, 0, WIDTH, HEIGHT, ground), bright ? '' : glow('halo', p.mid, 820, 430, 760, 0.5)];
  const nodes: { x: number; y: number; r: number }[] = [];
  const many = has('dots');
  for (let attempt = 0; attempt < 3000 && nodes.length < (many ? 330 : 74); attempt++) {
    const x = random.between(30, WIDTH - 30);
    const y = random.between(30, HEIGHT - 30);
    const r = many
      ? random.between(5, 12)
      : random.chance(0.14)
        ? random.between(24, 40)
        : random.between(8, 17);
    if (nodes.every((n) => Math.hypot(n.x - x, n.y - y) > n.r + r + (many ? 22 : 46)))
      nodes.push({ x, y, r });
  }
  const quiet = bright ? mix(p.light, p.mid, 0.25) : mix(p.deep, p.mid, 0.35);
  nodes.forEach((a, i) => {
    const near = nodes
      .map((b, j) => ({ b, j, d: Math.hypot(a.x - b.x, a.y - b.y) }))
      .filter(({ j }) => j > i)
      .sort((m, n) => m.d - n.d)
      .slice(0, many ? 2 : 3);
    for (const { b, d } of near)
      if (d < (many ? 130 : 290)) {
        const lit = many && i % 9 === 0;
        parts.push(
          line(
            a.x,
            a.y,
            b.x,
            b.y,
            lit ? p.second : quiet,
            lit ? 6 : a.r > 20 || b.r > 20 ? 4 : 2,
            lit ? '' : 'opacity="0.75"',
          ),
        );
      }
  });
  nodes.forEach(({ x, y, r }, i) => {
    const colour = many
      ? i % 9 === 0
        ? p.second
        : i % 14 === 3
          ? p.accent
          : quiet
      : bright
        ? [p.mid, p.deep, p.second, p.accent][i % 4]!
        : [p.mid, p.light, p.mid, p.second][i % 4]!;
    if (r > 20) parts.push(circle(x, y, r + 13, colour, 'opacity="0.22"'));
    parts.push(circle(x, y, r, colour), r > 12 ? circle(x, y, r * 0.42, ground) : '');
  });
  if (!many && !bright) {
    const target = nodes
      .filter(({ x, y }) => x > 300 && x < 1300 && y > 200 && y < 700)
      .sort((a, b) => b.r - a.r)[0];
    if (target)
      parts.push(
        circle(target.x, target.y, 100, '#ff8c42', 'opacity="0.22"'),
        circle(target.x, target.y, 44, '#ff8c42'),
        ring(target.x, target.y, 70, '#ff8c42', 5),
      );
  }
  return parts.join('');
};

export const commits: Scene = ({ palette: p, random, has }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, p.ink),
    times(17, (i) => line(60 + i * 92, 0, 60 + i * 92, HEIGHT, mix(p.ink, p.deep, 0.55), 2)),
  ];
  const tones = [p.light, p.accent, p.second, p.mid, '#7aa7ff', mix(p.accent, p.second, 0.5)];
  const two = has('two');
  const trunk = 450;
  const lanes = two ? [120, 200, 330, 410, 540, 620, 750, 830] : [110, 195, 280, 365, 535, 620, 705, 790];
  const drawn: string[] = [];
  lanes.forEach((y, i) => {
    const colour = tones[(two ? i >> 1 : i) % tones.length]!;
    if (two) {
      const mate = i % 2 ? y - 80 : y + 80;
      const cross = random.between(420, 700) + (i >> 1) * 60;
      const again = cross + random.between(330, 520);
      const d = `M-20 ${y}L${cross} ${y}C${cross + 60} ${y} ${cross + 60} ${mate} ${cross + 120} ${mate}L${again} ${mate}C${again + 60} ${mate} ${again + 60} ${y} ${again + 120} ${y}L1640 ${y}`;
      drawn.push(stroke(d, i % 2 ? mix(colour, p.ink, 0.35) : colour, 11));
      for (let x = 60 + (i % 2) * 46; x < cross - 10; x += 92)
        drawn.push(circle(x, y, 15, colour), circle(x, y, 6, p.ink));
      for (let x = again + 160; x < 1600; x += 92)
        drawn.push(circle(x, y, 15, colour), circle(x, y, 6, p.ink));
      return;
    }
    for (let start = random.between(-100, 240); start < 1450; ) {
      const bend = Math.abs(y - trunk) * 0.45;
      const end = start + bend * 2.4 + random.between(140, 480);
      drawn.push(
        stroke(
          `M${start} ${trunk}C${start + bend} ${trunk} ${start + bend * 0.4} ${y} ${start + bend * 1.2} ${y}L${end - bend * 1.2} ${y}C${end - bend * 0.4} ${y} ${end - bend} ${trunk} ${end} ${trunk}`,
          colour,
          8,
        ),
      );
      for (let x = start + bend * 1.2 + 10; x < end - bend * 1.2; x += random.between(46, 92))
        drawn.push(circle(x, y, 14, colour), circle(x, y, 6, p.ink));
      start = end + random.between(60, 260);
    }
  });
  parts.push(...drawn);
  if (!two)
    parts.push(
      line(-20, trunk, 1640, trunk, p.paper, 14),
      times(
        26,
        (i) =>
          circle(20 + i * 62, trunk, 19, p.paper) +
          circle(20 + i * 62, trunk, 9, i % 6 === 3 ? p.accent : p.ink),
      ),
    );
  return parts.join('');
};
