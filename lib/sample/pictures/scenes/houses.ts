import {
  circle,
  glow,
  group,
  HEIGHT,
  mix,
  path,
  polygon,
  rect,
  ring,
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

/** A row of old houses in several weathers. */
export const houses: Scene = ({ palette: p, random, has }) => {
  const night = has('night');
  const winter = has('winter');
  const parts = night
    ? [sky(p.ink, p.deep), stars(random, 130, 430, p.paper), circle(1290, 150, 56, p.paper)]
    : winter
      ? [sky(mix(p.mid, p.light, 0.55), p.paper)]
      : [sky(p.light, p.paper), glow('halo', p.second, 1270, 170, 280, 0.6), circle(1270, 170, 64, p.second)];
  parts.push(under(rolling(random, 500, 50, 1.4), mix(p.mid, night ? p.ink : p.paper, 0.45)));
  const walls = [
    p.accent,
    mix(p.paper, p.second, 0.35),
    p.mid,
    p.second,
    mix(p.deep, p.mid, 0.5),
    mix(p.accent, p.paper, 0.5),
  ];
  let x = -30;
  for (let i = 0; x < WIDTH; i++) {
    const w = random.between(190, 260);
    const h = random.between(300, 430);
    parts.push(
      house(p, {
        x,
        w,
        h,
        wall: night ? mix(walls[i % 6]!, p.ink, 0.55) : walls[i % 6]!,
        night,
        winter,
        lit: () => random.chance(night ? 0.55 : winter ? 0.5 : 0),
        gable: i % 2 === 0,
      }),
    );
    x += w - 1;
  }
  parts.push(
    rect(
      0,
      770,
      WIDTH,
      130,
      winter ? '#ffffff' : night ? mix(p.ink, p.deep, 0.3) : mix(p.mid, '#7fb069', 0.55),
    ),
    under(
      rolling(random, 806, 10, 3),
      winter ? mix(p.light, '#ffffff', 0.6) : mix(p.ink, p.mid, night ? 0.12 : 0.6),
    ),
  );
  for (const hx of [330, 800, 1260]) parts.push(group(`translate(${hx} 790)`, unit(p)));
  if (winter)
    parts.push(
      times(150, () =>
        circle(
          random.between(0, WIDTH),
          random.between(0, HEIGHT),
          random.between(2, 5),
          '#ffffff',
          'opacity="0.85"',
        ),
      ),
    );
  return parts.join('');
};

type House = {
  x: number;
  w: number;
  h: number;
  wall: string;
  night: boolean;
  winter: boolean;
  gable: boolean;
  lit: () => boolean;
};

function house(p: Sketch['palette'], { x, w, h, wall, winter, night, gable, lit }: House): string {
  const y = 780 - h;
  const roof = mix(p.ink, wall, 0.25);
  const top = gable
    ? polygon(
        [
          [x - 4, y],
          [x + w / 2, y - 120],
          [x + w + 4, y],
        ],
        roof,
      )
    : polygon(
        [
          [x, y],
          [x + 28, y - 74],
          [x + w - 28, y - 74],
          [x + w, y],
        ],
        roof,
      );
  const snow = winter
    ? gable
      ? stroke(`M${x} ${y}L${x + w / 2} ${y - 120}L${x + w} ${y}`, '#ffffff', 16)
      : stroke(`M${x + 24} ${y - 74}L${x + w - 24} ${y - 74}`, '#ffffff', 18)
    : '';
  const rows = Math.floor(h / 105);
  const windows = times(rows * 3, (i) => {
    const wx = x + w * 0.14 + (i % 3) * w * 0.27;
    const wy = y + 28 + Math.floor(i / 3) * 100;
    const fill = lit()
      ? p.second
      : night
        ? mix(p.ink, p.deep, 0.5)
        : mix(p.light, p.deep, winter ? 0.45 : 0.25);
    return (
      rect(wx - 4, wy - 4, w * 0.18 + 8, 66, mix(wall, p.paper, 0.5)) +
      rect(wx, wy, w * 0.18, 58, fill) +
      rect(wx, wy + 27, w * 0.18, 3, mix(wall, p.paper, 0.5))
    );
  });
  return (
    rect(x + w * 0.7, y - 120, 30, 90, mix(roof, p.ink, 0.4)) +
    rect(x, y, w, h, wall) +
    rect(x, y, 10, h, p.ink, 'opacity="0.12"') +
    windows +
    top +
    snow
  );
}

const unit = (p: Sketch['palette']) =>
  rect(-84, -104, 168, 112, mix(p.ink, p.mid, 0.1), 'rx="12" opacity="0.2"') +
  rect(-88, -112, 168, 112, '#ffffff', 'rx="12"') +
  circle(-34, -56, 42, mix(p.light, p.paper, 0.3)) +
  ring(-34, -56, 42, p.deep, 5) +
  times(5, (i) =>
    group(`translate(-34 -56) rotate(${i * 72})`, path('M0 0Q22 -10 10 -36Q-6 -26 0 0Z', p.deep)),
  ) +
  times(4, (i) => rect(26, -88 + i * 19, 40, 7, mix(p.deep, p.light, 0.5), 'rx="3"')) +
  rect(26, -20, 40, 8, p.accent, 'rx="4"');
