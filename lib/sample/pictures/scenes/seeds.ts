import {
  circle,
  ellipse,
  group,
  HEIGHT,
  mix,
  path,
  polygon,
  rect,
  type Scene,
  type Sketch,
  times,
  WIDTH,
} from '../kit';

/** Seeds and the drawers that keep them. */
export const seeds: Scene = (s) => {
  const { palette: p, random, has } = s;
  const ground = has('maize')
    ? mix(p.deep, p.ink, 0.25)
    : has('mixed')
      ? p.paper
      : mix(p.second, p.paper, 0.35);
  const parts = [rect(0, 0, WIDTH, HEIGHT, ground)];
  if (has('maize')) {
    const colours = ['#f2c230', '#e58a1f', '#b8321f', '#6b2a63', '#f3e6c4', '#3c2a57', '#d9541e', '#f7d774'];
    for (let col = 0; col < 14; col++) {
      const x = 10 + col * 116;
      parts.push(rect(x - 2, -20, 112, 940, mix(p.ink, p.deep, 0.3), 'rx="50"'));
      const main = random.pick(colours);
      for (let row = 0; row < 21; row++)
        for (let k = 0; k < 3; k++) {
          const colour = random.chance(0.72) ? main : random.pick(colours);
          const y = row * 45 + (k === 1 ? 0 : 22) - 10;
          const kx = x + 4 + k * 35;
          parts.push(
            rect(kx, y, 33, 42, colour, 'rx="14"'),
            rect(kx + 7, y + 6, 10, 14, '#ffffff', 'rx="5" opacity="0.35"'),
          );
        }
    }
    return parts.join('');
  }
  const columns = has('mixed') ? 10 : 9;
  const size = WIDTH / columns;
  for (let row = 0; row * size * 0.9 < HEIGHT + size; row++) {
    for (let col = -1; col <= columns; col++) {
      const x = (col + (row % 2 ? 0.5 : 0)) * size + size / 2;
      const y = row * size * 0.9 + 40;
      const kind = has('mixed') ? random.below(6) : 0;
      parts.push(
        group(
          `translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${random.between(-40, 40).toFixed(0)}) scale(${(size / (has('mixed') ? 134 : 178)).toFixed(2)})`,
          seedOf(s, kind),
        ),
      );
    }
  }
  return parts.join('');
};

function seedOf({ palette: p, random }: Sketch, kind: number): string {
  const shade = ellipse(6, 12, 62, 44, p.ink, 'opacity="0.12"');
  const bean = 'M-62 4C-66 -44 -24 -56 8 -44C44 -54 72 -28 62 12C52 52 14 44 -8 34C-34 50 -58 40 -62 4Z';
  switch (kind) {
    case 0: {
      const colour = random.pick(['#201318', '#4a1f24', p.deep, p.accent, '#efe0c2', '#7d3b2a', '#201318']);
      const speckle = random.chance(0.45)
        ? times(9, () =>
            ellipse(
              random.between(-38, 38),
              random.between(-26, 20),
              random.between(3, 8),
              random.between(2, 5),
              mix(colour, colour === '#efe0c2' ? p.accent : p.paper, 0.65),
            ),
          )
        : '';
      return (
        shade +
        path(bean, colour) +
        speckle +
        ellipse(-4, 26, 15, 7, mix(colour, p.paper, 0.75)) +
        path(
          'M-44 -10Q-36 -36 -4 -32',
          'none',
          `stroke="#ffffff" stroke-width="6" stroke-linecap="round" opacity="0.35"`,
        )
      );
    }
    case 1:
      return (
        shade +
        path('M0 -66Q42 -20 30 30Q18 58 0 58Q-18 58 -30 30Q-42 -20 0 -66Z', p.ink) +
        times(3, (i) => path(`M0 -58Q${-20 + i * 20} 0 0 54`, 'none', `stroke="${p.paper}" stroke-width="6"`))
      );
    case 2:
      return (
        circle(6, 10, 40, p.ink, 'opacity="0.12"') +
        circle(0, 0, 40, mix(p.mid, p.second, 0.25)) +
        circle(-12, -12, 11, '#ffffff', 'opacity="0.4"')
      );
    case 3:
      return (
        shade +
        path('M-60 0Q-30 -46 60 -4Q-20 44 -60 0Z', p.second) +
        path('M-50 -1Q0 -14 50 -4', 'none', `stroke="${p.deep}" stroke-width="4"`)
      );
    case 4:
      return (
        shade +
        path('M-30 -40Q0 -66 30 -40L40 26Q0 60 -40 26Z', p.accent) +
        path('M-22 -36Q0 -52 22 -36', 'none', `stroke="${p.paper}" stroke-width="7" opacity="0.7"`)
      );
    default:
      return (
        times(7, (i) =>
          group(`rotate(${i * 51})`, ellipse(0, -32, 10, 22, mix(p.deep, p.mid, (i % 3) * 0.35))),
        ) + circle(0, 0, 13, p.second)
      );
  }
}

export const drawers: Scene = ({ palette: p, random, has }) => {
  const parts = [rect(0, 0, WIDTH, HEIGHT, mix(p.deep, p.ink, 0.45))];
  const w = 178;
  const h = 128;
  const openAt = has('open')
    ? [
        [2, 3],
        [6, 2],
        [4, 5],
      ]
    : [[5, 3]];
  for (let row = 0; row < 7; row++)
    for (let col = 0; col < 9; col++) {
      const x = col * w + 4;
      const y = row * h + 6;
      const face = mix(p.second, p.deep, 0.42 + random.between(-0.1, 0.1));
      parts.push(
        rect(x, y, w - 10, h - 12, face, 'rx="6"'),
        rect(
          x + 6,
          y + 6,
          w - 22,
          h - 24,
          'none',
          `rx="4" stroke="${mix(face, p.ink, 0.35)}" stroke-width="3"`,
        ),
        rect(x + 44, y + 20, w - 98, 34, p.paper, 'rx="3"'),
        rect(x + 54, y + 30, random.between(30, 62), 5, p.deep, 'opacity="0.7"'),
        rect(x + 54, y + 41, random.between(20, 50), 4, p.deep, 'opacity="0.4"'),
        rect(x + w / 2 - 29, y + 76, 48, 10, mix(p.ink, p.second, 0.2), 'rx="5"'),
      );
    }
  for (const [col, row] of openAt) {
    const x = col! * w + 4;
    const y = row! * h + 6;
    parts.push(
      rect(x, y, w - 10, h - 12, p.ink, 'rx="6"'),
      polygon(
        [
          [x - 18, y + 88],
          [x, y + 20],
          [x + w - 10, y + 20],
          [x + w + 8, y + 88],
        ],
        mix(p.ink, p.deep, 0.55),
      ),
    );
    parts.push(
      times(
        5,
        (i) =>
          rect(
            x + 8 + i * 31,
            y - 6 + (i % 2) * 8,
            28,
            84,
            mix([p.paper, p.light, p.second, p.paper, p.mid][i]!, p.paper, 0.25),
            'rx="2"',
          ) +
          circle(x + 22 + i * 31, y + 18 + (i % 2) * 8, 8, [p.accent, p.mid, p.deep, p.second, p.accent][i]!),
      ),
    );
    parts.push(
      rect(x - 24, y + 62, w + 38, h - 2, mix(p.second, p.deep, 0.22), 'rx="7"'),
      rect(x + 34, y + 84, w - 78, 42, p.paper, 'rx="3"'),
      rect(x + 46, y + 98, 66, 6, p.deep),
      rect(x + w / 2 - 34, y + 146, 58, 12, mix(p.ink, p.second, 0.2), 'rx="6"'),
      rect(x - 24, y + 62 + h - 2, w + 38, 14, p.ink, 'opacity="0.25"'),
    );
  }
  return parts.join('');
};
