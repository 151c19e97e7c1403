import {
  circle,
  glow,
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
  stars,
  stroke,
  through,
  times,
  under,
  WIDTH,
} from '../kit';

/** The open sea, by day, at dusk, at night, in winter and in a storm. */
export const sea: Scene = (s) => {
  const { palette: p, random, has } = s;
  const light = lightOf(s);
  const horizon = has('storm') ? 400 : 470;
  const parts = [sky(light.skyTop, light.skyBottom)];
  if (has('night')) parts.push(stars(random, 170, horizon - 40, p.paper));
  const sunX = random.between(980, 1250);
  if (!has('storm')) {
    const r = has('dusk') ? 105 : 62;
    const y = has('dusk') ? horizon - 30 : 190;
    parts.push(glow('halo', light.sun, sunX, y, r * 4, 0.45), circle(sunX, y, r, light.sun));
  } else parts.push(clouds(s, light.far));
  parts.push(under(rolling(random, horizon - 50, 38, 1.6), mix(light.far, light.skyBottom, 0.45)));
  parts.push(under(rolling(random, horizon - 18, 30, 2.2), light.far));
  parts.push(
    gradient('water', light.waterTop, light.waterBottom),
    rect(0, horizon, WIDTH, HEIGHT - horizon, 'url(#water)'),
  );
  if (!has('storm')) parts.push(glitter(s, sunX, horizon, light.sun));
  if (has('islands'))
    parts.push(
      island(s, 240, horizon + 34, 300, light.near),
      island(s, 1390, horizon + 60, 380, mix(light.near, p.ink, 0.2)),
    );
  if (has('ferry'))
    parts.push(group(`translate(${random.between(430, 620)} ${horizon + 112}) scale(1.25)`, ferry(s)));
  if (has('sail'))
    parts.push(
      times(3, (i) =>
        group(
          `translate(${420 + i * 270 + random.between(-40, 40)} ${horizon + 70 + i * 45}) scale(${0.7 + i * 0.3})`,
          sail(s),
        ),
      ),
    );
  const rough = has('storm') ? 64 : 14;
  for (let i = 0; i < 5; i++) {
    const y = horizon + 130 + i * 66;
    const colour = mix(light.waterTop, light.waterBottom, 0.35 + i * 0.16);
    parts.push(
      under(rolling(random, y, rough, has('storm') ? 4 : 5), mix(colour, p.ink, i * 0.07), 'opacity="0.82"'),
    );
    if (has('storm')) parts.push(crest(rolling(random, y - 6, rough, 4), p.paper));
  }
  if (has('winter')) parts.push(floes(s));
  return parts.join('');
};

// Dusk needs a red of its own: blue and orange mix to grey.
export const VIOLET = '#6d3f78';

export const PEACH = '#f8b48a';

export function lightOf({ palette: p, has }: Sketch) {
  if (has('night'))
    return {
      skyTop: p.ink,
      skyBottom: mix(p.deep, p.mid, 0.3),
      far: mix(p.ink, p.deep, 0.7),
      near: p.ink,
      sun: p.paper,
      waterTop: mix(p.deep, p.ink, 0.2),
      waterBottom: p.ink,
    };
  if (has('dusk'))
    return {
      skyTop: mix(p.deep, VIOLET, 0.55),
      skyBottom: mix(p.second, PEACH, 0.5),
      far: mix(VIOLET, p.deep, 0.35),
      near: mix(p.ink, VIOLET, 0.25),
      sun: mix(p.accent, p.second, 0.3),
      waterTop: mix(PEACH, p.accent, 0.25),
      waterBottom: mix(p.deep, VIOLET, 0.35),
    };
  if (has('storm'))
    return {
      skyTop: mix(p.ink, p.deep, 0.4),
      skyBottom: mix(p.mid, p.light, 0.4),
      far: mix(p.deep, p.light, 0.25),
      near: p.ink,
      sun: p.paper,
      waterTop: mix(p.deep, p.mid, 0.5),
      waterBottom: p.ink,
    };
  if (has('winter'))
    return {
      skyTop: mix(p.light, p.paper, 0.2),
      skyBottom: p.paper,
      far: mix(p.light, p.paper, 0.35),
      near: mix(p.mid, p.paper, 0.35),
      sun: mix(p.second, p.paper, 0.3),
      waterTop: mix(p.light, p.mid, 0.35),
      waterBottom: mix(p.deep, p.mid, 0.4),
    };
  return {
    skyTop: mix(p.light, p.mid, 0.25),
    skyBottom: mix(p.paper, p.light, 0.15),
    far: mix(p.mid, p.light, 0.5),
    near: mix(p.deep, p.mid, 0.4),
    sun: p.second,
    waterTop: mix(p.mid, p.light, 0.35),
    waterBottom: p.deep,
  };
}

const glitter = ({ random }: Sketch, x: number, horizon: number, colour: string) =>
  times(26, (i) => {
    const y = horizon + 10 + i * 13;
    const w = random.between(16, 46) + i * 3;
    return rect(
      x - w / 2 + random.between(-18, 18) - i,
      y,
      w,
      4,
      colour,
      `rx="2" opacity="${(0.75 - i * 0.024).toFixed(2)}"`,
    );
  });

const clouds = ({ random, palette: p }: Sketch, colour: string) =>
  times(9, (i) => {
    const y = 40 + i * 36;
    return under(rolling(random, y, 34, 2.4), mix(p.ink, colour, i / 9), `opacity="0.5"`);
  });

const crest = (points: ReturnType<typeof rolling>, colour: string) =>
  stroke(through(points), colour, 4, 'opacity="0.55"');

function island({ random, palette: p }: Sketch, x: number, y: number, w: number, colour: string): string {
  const top = (t: number) => Math.sin(t * Math.PI) ** 0.7 * w * 0.13;
  const points = Array.from(
    { length: 13 },
    (_, i) => [x - w / 2 + (w * i) / 12, y - top(i / 12) * random.between(0.8, 1.15)] as const,
  );
  const houses = times(4, (i) => {
    const hx = x - w * 0.22 + i * w * 0.13;
    const hy = heightAt(points, hx) + 4;
    return (
      rect(hx, hy - 16, 20, 18, i % 2 ? p.paper : p.accent) +
      polygon(
        [
          [hx - 3, hy - 15],
          [hx + 10, hy - 28],
          [hx + 23, hy - 15],
        ],
        mix(p.ink, colour, 0.3),
      )
    );
  });
  return houses + path(`${through(points)}L${x + w / 2} ${y + 10}L${x - w / 2} ${y + 10}Z`, colour);
}

export function ferry({ palette: p, has }: Sketch): string {
  const white = has('night') ? mix(p.paper, p.deep, 0.35) : '#ffffff';
  const window = has('night') ? p.second : mix(p.deep, p.mid, 0.3);
  return [
    path('M-10 0L470 0L438 58Q430 66 416 66L48 66Q30 66 24 54Z', p.deep),
    rect(6, 40, 436, 8, p.accent),
    path('M28 0L28 -46L420 -46L448 0Z', white),
    path('M92 -46L104 -88L356 -88L380 -46Z', mix(white, p.light, 0.25)),
    path('M196 -88L206 -122L312 -122L324 -88Z', white),
    times(11, (i) => rect(52 + i * 33, -32, 20, 16, window, 'rx="3"')),
    times(7, (i) => rect(122 + i * 34, -76, 20, 15, window, 'rx="3"')),
    rect(214, -113, 94, 14, window, 'rx="3"'),
    rect(252, -164, 6, 42, p.ink),
    rect(146, -124, 30, 36, p.accent),
    line(255, -160, 420, -60, p.ink, 1.5, 'opacity="0.5"'),
  ].join('');
}

const sail = ({ palette: p }: Sketch) =>
  path('M-40 0L60 0L44 18L-24 18Z', p.ink) +
  path('M6 -4L6 -120Q64 -60 66 -8Z', p.paper) +
  path('M-2 -6L-2 -96Q-34 -50 -40 -8Z', p.second);

const floes = ({ random, palette: p }: Sketch) =>
  times(22, (i) => {
    const y = 620 + (i % 6) * 48 + random.between(-12, 12);
    const x = random.between(-40, WIDTH);
    const w = random.between(50, 170) * (y / 760);
    return polygon(
      [
        [x, y],
        [x + w * 0.3, y - w * 0.08],
        [x + w, y - w * 0.03],
        [x + w * 0.8, y + w * 0.09],
        [x + w * 0.2, y + w * 0.07],
      ],
      mix(p.paper, '#ffffff', 0.6),
      'opacity="0.92"',
    );
  });
