import {
  circle,
  ellipse,
  glow,
  group,
  heightAt,
  line,
  mix,
  path,
  polygon,
  rect,
  rolling,
  type Scene,
  type Sketch,
  sky,
  stroke,
  through,
  times,
  under,
  WIDTH,
} from '../kit';

/** Farmland and what grows in it. */
export const fields: Scene = ({ palette: p, random, has }) => {
  const dusk = has('dusk');
  const rain = has('rain');
  const top = rain
    ? mix(p.ink, p.light, 0.62)
    : dusk
      ? mix(p.accent, p.paper, 0.25)
      : mix(p.light, p.paper, 0.2);
  const parts = [
    sky(
      has('day') ? mix('#8fc4dc', p.light, 0.3) : top,
      rain ? mix(p.light, p.paper, 0.5) : dusk ? p.second : p.paper,
    ),
  ];
  if (!rain)
    parts.push(
      glow('halo', p.second, 1180, 230, 330, 0.5),
      circle(1180, 230, dusk ? 96 : 70, dusk ? p.accent : p.second),
    );
  const greens = [
    mix(p.light, p.mid, 0.35),
    mix(p.second, p.light, 0.25),
    mix(p.mid, p.light, 0.15),
    mix(p.second, p.accent, 0.3),
    p.mid,
    mix(p.deep, p.mid, 0.4),
    p.deep,
  ];
  for (let i = 0; i < 7; i++) {
    const y = 330 + i * 82;
    const ridge = rolling(random, y, 46 - i * 2, 1.3);
    const colour = rain ? mix(greens[i]!, p.ink, 0.22) : dusk ? mix(greens[i]!, p.deep, 0.2) : greens[i]!;
    parts.push(under(ridge, colour));
    if (i > 0) {
      // Rows that run with the ground.
      for (let k = 1; k < 6; k++)
        parts.push(
          stroke(
            through(ridge.map(([x, py]) => [x, py + k * (5 + i * 3)] as const)),
            mix(colour, i % 2 ? p.ink : p.paper, 0.2),
            2 + i * 0.5,
            'opacity="0.6"',
          ),
        );
    } else
      parts.push(
        times(16, (t) =>
          circle(
            80 + t * 100 + random.between(-30, 30),
            heightAt(ridge, 80 + t * 100) - 8,
            random.between(10, 22),
            mix(p.deep, p.mid, 0.3),
          ),
        ),
      );
  }
  if (!rain) parts.push(barn(p.accent, p.paper, p.ink, 330, 470));
  else
    parts.push(
      times(120, () => {
        const x = random.between(0, WIDTH);
        const y = random.between(0, 820);
        return line(x, y, x - 14, y + 46, p.paper, 2, 'opacity="0.35"');
      }),
    );
  return parts.join('');
};

const barn = (wall: string, light: string, roof: string, x: number, y: number) =>
  rect(x, y - 60, 110, 64, wall) +
  polygon(
    [
      [x - 12, y - 58],
      [x + 55, y - 108],
      [x + 122, y - 58],
    ],
    roof,
  ) +
  rect(x + 38, y - 34, 34, 38, light);

export const sprout: Scene = ({ palette: p, random }) => {
  const ground = 430;
  const parts = [
    sky(mix(p.light, p.paper, 0.55), p.paper),
    glow('halo', p.second, 1220, 200, 380, 0.6),
    circle(1220, 200, 80, p.second),
  ];
  const layers = [
    mix(p.deep, p.light, 0.25),
    p.deep,
    mix(p.deep, p.ink, 0.4),
    mix(p.deep, p.accent, 0.18),
    p.ink,
  ];
  layers.forEach((colour, i) => {
    parts.push(under(rolling(random, ground + i * 100, i === 0 ? 12 : 26, 2), colour));
    parts.push(
      times(24, () =>
        ellipse(
          random.between(0, WIDTH),
          ground + 40 + i * 100 + random.between(0, 70),
          random.between(5, 18),
          random.between(4, 11),
          mix(colour, p.light, 0.3),
          'opacity="0.6"',
        ),
      ),
    );
  });
  for (const [x, size, colour] of [
    [480, 0.7, p.mid],
    [1190, 0.6, mix(p.mid, p.second, 0.35)],
    [820, 1.15, mix(p.mid, p.deep, 0.1)],
  ] as const) {
    parts.push(
      roots(random, x, ground + 4, 330 * size, mix(p.paper, p.light, 0.5)),
      group(`translate(${x} ${ground}) scale(${size})`, plant(p, colour)),
    );
  }
  return parts.join('');
};

function roots(random: Sketch['random'], x: number, y: number, depth: number, colour: string): string {
  const grow = (fx: number, fy: number, angle: number, length: number, width: number): string => {
    if (length < 26 || width < 1) return '';
    const tx = fx + Math.cos(angle) * length;
    const ty = Math.max(y + 8, fy + Math.sin(angle) * length);
    const own = stroke(
      through([
        [fx, fy],
        [(fx + tx) / 2 + random.between(-14, 14), (fy + ty) / 2],
        [tx, ty],
      ]),
      colour,
      width,
      'opacity="0.9"',
    );
    return (
      own +
      times(2 + random.below(2), () =>
        grow(tx, ty, angle + random.between(-0.85, 0.85), length * random.between(0.55, 0.8), width * 0.66),
      )
    );
  };
  return times(4, (i) =>
    grow(x, y, Math.PI / 2 + (i - 1.5) * 0.5, depth * (i === 1 || i === 2 ? 0.42 : 0.3), 10),
  );
}

const leaf = (x: number, y: number, w: number, turn: number, colour: string, vein: string) =>
  group(
    `translate(${x} ${y}) rotate(${turn})`,
    path(`M0 0Q${w * 0.3} ${-w * 0.42} ${w} 0Q${w * 0.3} ${w * 0.42} 0 0Z`, colour),
    line(6, 0, w * 0.85, 0, vein, 3, 'opacity="0.6"'),
  );

const plant = (p: Sketch['palette'], colour: string) =>
  [
    stroke('M0 6C-10 -90 14 -190 0 -290', mix(colour, p.deep, 0.3), 13),
    leaf(-2, -110, 190, -32, colour, p.light),
    leaf(0, -150, 180, -150, mix(colour, p.light, 0.18), p.light),
    leaf(4, -215, 140, -40, mix(colour, p.light, 0.1), p.light),
    leaf(2, -240, 130, -142, colour, p.light),
    leaf(0, -285, 96, -70, mix(colour, p.second, 0.3), p.light),
    leaf(0, -285, 86, -118, mix(colour, p.second, 0.2), p.light),
  ].join('');
