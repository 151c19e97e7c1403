import {
  circle,
  gradient,
  group,
  HEIGHT,
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
import { ferry, lightOf } from './sea';

/** Quays, routes between islands, a river. */
export const harbour: Scene = (s) => {
  const { palette: p, random, has } = s;
  const dusk = has('dusk');
  const light = lightOf(s);
  const parts = [sky(light.skyTop, light.skyBottom)];
  parts.push(
    circle(330, dusk ? 420 : 200, dusk ? 90 : 60, light.sun),
    under(rolling(random, 455, 40, 1.8), light.far),
  );
  parts.push(gradient('water', light.waterTop, light.waterBottom), rect(0, 560, WIDTH, 340, 'url(#water)'));
  const lamp = dusk ? p.second : mix(p.light, p.deep, 0.3);
  const blocks = [
    [60, 150],
    [220, 220],
    [360, 130],
    [620, 260],
    [760, 170],
    [930, 120],
    [1310, 190],
    [1450, 260],
  ] as const;
  for (const [i, [x, h]] of blocks.entries()) {
    const w = 110 + ((i * 37) % 50);
    const colour = mix(
      light.near,
      i % 3 === 0 ? p.accent : p.mid,
      i % 3 === 0 ? 0.55 : 0.15 + (i % 4) * 0.08,
    );
    parts.push(
      rect(x, 560 - h, w, h, colour),
      polygon(
        [
          [x - 6, 560 - h],
          [x + w / 2, 560 - h - 44],
          [x + w + 6, 560 - h],
        ],
        mix(colour, p.ink, 0.35),
      ),
    );
    for (let wy = 560 - h + 24; wy < 530; wy += 44)
      for (let wx = x + 16; wx < x + w - 24; wx += 34)
        if (random.chance(0.75)) parts.push(rect(wx, wy, 16, 22, lamp));
    parts.push(rect(x, 566, w, h * 0.55, colour, 'opacity="0.28"'));
  }
  parts.push(crane(s, 1120, 560), crane(s, 540, 560));
  parts.push(rect(0, 552, WIDTH, 26, mix(p.ink, p.deep, 0.2)));
  for (let i = 0; i < 40; i++)
    parts.push(
      rect(
        random.between(0, WIDTH),
        590 + random.below(270),
        random.between(40, 200),
        4,
        i % 3 ? light.skyBottom : lamp,
        'rx="2" opacity="0.35"',
      ),
    );
  parts.push(group('translate(760 700) scale(1.2)', ferry(s)));
  parts.push(under(rolling(random, 792, 8, 6), light.waterBottom, 'opacity="0.85"'));
  return parts.join('');
};

const crane = ({ palette: p }: Sketch, x: number, y: number) =>
  [
    line(x, y, x + 26, y - 330, p.ink, 11),
    line(x + 70, y, x + 44, y - 330, p.ink, 11),
    line(x - 60, y - 320, x + 260, y - 380, p.ink, 11),
    line(x + 35, y - 330, x + 60, y - 440, p.ink, 8),
    line(x + 60, y - 440, x + 250, y - 378, p.ink, 4),
    line(x + 220, y - 372, x + 220, y - 190, p.ink, 3),
    rect(x + 200, y - 190, 40, 30, p.accent),
  ].join('');

export const route: Scene = ({ palette: p, random, has }) => {
  const parts = [rect(0, 0, WIDTH, HEIGHT, mix(p.light, p.paper, 0.25))];
  for (let i = 0; i < 15; i++)
    parts.push(
      stroke(through(rolling(random, 40 + i * 62, 26, 1.5)), mix(p.mid, p.light, 0.55), 2.5, 'opacity="0.6"'),
    );
  const land = (cx: number, cy: number, r: number) => {
    const lobes = Array.from({ length: 15 }, (_, i) => {
      const a = (i / 14) * Math.PI * 2;
      const rr = r * (i === 14 ? 1 : random.between(0.72, 1.2));
      return [cx + Math.cos(a) * rr * 1.25, cy + Math.sin(a) * rr] as const;
    });
    const closed = [...lobes.slice(0, 14), lobes[0]!];
    return (
      path(`${through(closed)}Z`, mix(p.paper, p.second, 0.25), `stroke="${p.mid}" stroke-width="5"`) +
      group(
        `translate(${cx * 0.3} ${cy * 0.3}) scale(0.7)`,
        path(`${through(closed)}Z`, mix(p.paper, p.second, 0.42)),
      )
    );
  };
  parts.push(
    land(200, 200, 230),
    land(1450, 730, 260),
    land(760, 260, 90),
    land(560, 620, 120),
    land(1130, 430, 100),
    land(980, 790, 70),
    land(1290, 150, 110),
  );
  const course = [
    [330, 330],
    [520, 430],
    [760, 470],
    [960, 600],
    [1240, 690],
  ] as const;
  parts.push(stroke(through(course), p.accent, 9, 'stroke-dasharray="2 24"'));
  if (has('zone')) {
    parts.push(
      circle(850, 530, 190, p.accent, 'opacity="0.14"'),
      circle(850, 530, 190, 'none', `stroke="${p.accent}" stroke-width="3" stroke-dasharray="12 12"`),
    );
  }
  for (const [x, y] of [course[0], course[4]]) parts.push(circle(x, y, 24, p.ink), circle(x, y, 13, p.paper));
  parts.push(
    group(
      'translate(1440 150)',
      circle(0, 0, 74, p.paper, 'opacity="0.85"'),
      polygon(
        [
          [0, -62],
          [15, 0],
          [-15, 0],
        ],
        p.accent,
      ),
      polygon(
        [
          [0, 62],
          [15, 0],
          [-15, 0],
        ],
        p.deep,
      ),
      polygon(
        [
          [62, 0],
          [0, 9],
          [0, -9],
        ],
        p.deep,
        'opacity="0.5"',
      ),
      polygon(
        [
          [-62, 0],
          [0, 9],
          [0, -9],
        ],
        p.deep,
        'opacity="0.5"',
      ),
    ),
  );
  return parts.join('');
};

export const river: Scene = (s) => {
  const { palette: p, random } = s;
  const parts = [sky(mix(p.light, p.mid, 0.15), p.paper), circle(1240, 190, 66, p.second)];
  const hill = rolling(random, 430, 70, 1.1);
  parts.push(
    under(rolling(random, 350, 60, 1.4), mix(p.light, p.mid, 0.25)),
    under(hill, mix(p.deep, p.mid, 0.5)),
  );
  const tx = 420;
  const ty = heightAt(hill, tx);
  parts.push(
    rect(tx - 40, ty - 150, 80, 180, p.accent),
    polygon(
      [
        [tx - 56, ty - 150],
        [tx, ty - 230],
        [tx + 56, ty - 150],
      ],
      p.ink,
    ),
    times(3, (i) => rect(tx - 9, ty - 128 + i * 46, 18, 26, p.paper)),
  );
  parts.push(
    times(34, (i) =>
      circle(
        i * 50 + random.between(-14, 14),
        545 - random.between(0, 34),
        random.between(24, 46),
        mix(p.deep, p.ink, random.between(0.05, 0.5)),
      ),
    ),
  );
  parts.push(gradient('water', mix(p.mid, p.light, 0.35), p.deep), rect(0, 560, WIDTH, 340, 'url(#water)'));
  for (let i = 0; i < 34; i++)
    parts.push(
      rect(
        random.between(0, WIDTH),
        580 + random.below(300),
        random.between(50, 220),
        5,
        p.paper,
        'rx="2.5" opacity="0.3"',
      ),
    );
  parts.push(
    group(
      'translate(760 690) scale(1.15)',
      path('M-20 0L420 0L392 46L16 46Z', p.ink),
      rect(30, -62, 310, 62, p.paper, 'rx="10"'),
      times(6, (i) => rect(52 + i * 46, -44, 32, 26, p.mid, 'rx="4"')),
      rect(40, -76, 280, 14, p.accent, 'rx="5"'),
    ),
  );
  parts.push(under(rolling(random, 752, 7, 6), p.deep, 'opacity="0.85"'));
  return parts.join('');
};
