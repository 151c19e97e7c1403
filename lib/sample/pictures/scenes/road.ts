import {
  circle,
  glow,
  group,
  heightAt,
  line,
  mix,
  path,
  polygon,
  rect,
  ring,
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

/** A road through hills, with or without riders. */
export const road: Scene = ({ palette: p, random, has }) => {
  const dusk = has('dusk');
  const parts = [dusk ? sky('#f4a261', '#fbe3c0') : sky(mix('#9fd0e6', p.light, 0.3), p.paper)];
  parts.push(
    glow('halo', p.accent, 1130, dusk ? 330 : 170, 360, 0.5),
    circle(1130, dusk ? 330 : 170, dusk ? 110 : 70, dusk ? p.second : p.accent),
  );
  const tone = (c: string) => (dusk ? mix(c, '#7b3f5c', 0.3) : c);
  parts.push(
    under(rolling(random, 390, 80, 1.5), tone(mix(p.light, p.mid, 0.3))),
    under(rolling(random, 450, 70, 1.2), tone(mix(p.mid, p.light, 0.3))),
  );
  if (has('bridge')) {
    parts.push(
      rect(0, 452, WIDTH, 20, p.ink),
      times(
        9,
        (i) =>
          path(
            `M${i * 200 - 60} 472Q${i * 200 + 40} 350 ${i * 200 + 140} 472L${i * 200 + 126} 472Q${i * 200 + 40} 380 ${i * 200 - 46} 472Z`,
            p.ink,
          ) + rect(i * 200 - 70, 460, 18, 200, p.ink),
      ),
    );
  }
  const front = rolling(random, 560, 44, 1.1);
  parts.push(under(front, tone(p.mid)));
  parts.push(
    times(15, (i) => {
      const x = 40 + i * 110 + random.between(-30, 30);
      const y = heightAt(front, x);
      const h = random.between(40, 90);
      return polygon(
        [
          [x - h * 0.28, y + 6],
          [x, y - h],
          [x + h * 0.28, y + 6],
        ],
        tone(mix(p.deep, p.mid, random.between(0, 0.5))),
      );
    }),
  );
  parts.push(under(rolling(random, 660, 26, 1), tone(mix(p.deep, p.mid, 0.35))));
  const way = [
    [-40, 770],
    [240, 700],
    [520, 724],
    [800, 790],
    [1100, 800],
    [1370, 730],
    [1660, 690],
  ] as const;
  parts.push(
    stroke(through(way), mix(p.ink, p.light, 0.25), 104),
    stroke(through(way), p.paper, 5, 'stroke-dasharray="44 36"'),
  );
  parts.push(under(rolling(random, 868, 12, 2), tone(p.deep)));
  if (has('riders')) {
    const places = has('bridge')
      ? [260, 420, 580, 740, 900, 1060, 1220]
      : dusk
        ? [1060, 380, 250, 130]
        : [700, 930, 470];
    places.forEach((x, i) => {
      const y = heightAt(way, x);
      parts.push(
        group(
          `translate(${x} ${y - 8}) scale(${has('bridge') ? 0.62 : 1})`,
          rider(p, [p.accent, p.second, p.paper, p.mid][i % 4]!),
        ),
      );
    });
  }
  return parts.join('');
};

/** A cyclist about 170 wide whose wheels stand on the origin. */
function rider(p: Sketch['palette'], jersey: string): string {
  const wheel = (x: number) =>
    ring(x, -38, 36, p.ink, 6) +
    times(6, (i) => {
      const a = (i / 6) * Math.PI;
      return line(
        x - Math.cos(a) * 34,
        -38 - Math.sin(a) * 34,
        x + Math.cos(a) * 34,
        -38 + Math.sin(a) * 34,
        p.ink,
        1,
        'opacity="0.6"',
      );
    });
  const skin = '#d9a07a';
  return [
    wheel(-62),
    wheel(62),
    stroke('M-62 -38L-26 -94L36 -94L62 -38M-26 -94L2 -38L-62 -38M2 -38L36 -94L32 -112L54 -114', p.ink, 7),
    stroke('M-28 -106L14 -82L2 -36L14 -30', p.ink, 15),
    stroke('M-28 -106L-4 -66L-16 -28', mix(p.ink, skin, 0.5), 14),
    stroke('M-30 -110Q-16 -160 18 -160', jersey, 32),
    stroke('M16 -158L32 -122L50 -116', skin, 11),
    circle(38, -180, 19, skin),
    path('M18 -182Q20 -208 42 -204Q60 -200 60 -182Z', jersey === p.paper ? p.accent : p.paper),
  ].join('');
}
