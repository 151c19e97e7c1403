import { circle, mix, path, rect, type Scene, type Sketch, sky, times, WIDTH } from '../kit';

/** Market stalls. */
export const market: Scene = ({ palette: p, random, has }) => {
  const parts = [sky(mix('#a9d6e5', p.light, 0.4), p.paper), circle(1340, 150, 62, p.second)];
  parts.push(
    times(9, (i) => {
      const h = random.between(170, 300);
      return (
        rect(
          i * 190 - 40,
          470 - h,
          176,
          h + 80,
          mix([p.light, p.second, p.mid, p.accent][i % 4]!, p.paper, 0.55),
        ) +
        times(6, (k) =>
          rect(
            i * 190 - 10 + (k % 3) * 46,
            500 - h + Math.floor(k / 3) * 74,
            26,
            40,
            mix(p.deep, p.paper, 0.55),
          ),
        )
      );
    }),
  );
  parts.push(
    rect(0, 540, WIDTH, 360, mix(p.light, p.ink, 0.12)),
    rect(0, 840, WIDTH, 60, mix(p.light, p.ink, 0.22)),
  );
  const stalls = has('wide')
    ? ([
        [60, 690],
        [850, 690],
      ] as const)
    : ([
        [60, 440],
        [580, 440],
        [1100, 440],
      ] as const);
  for (const [i, [x, w]] of stalls.entries())
    parts.push(stall(p, random, x, w, [p.accent, p.mid, p.second][i % 3]!));
  return parts.join('');
};

function stall(p: Sketch['palette'], random: Sketch['random'], x: number, w: number, colour: string): string {
  const stripes = Math.round(w / 55);
  const sw = w / stripes;
  const crates = Math.floor(w / 145);
  return [
    rect(x + 14, 400, 12, 440, p.ink),
    rect(x + w - 26, 400, 12, 440, p.ink),
    rect(x + 14, 410, w - 28, 170, mix(p.ink, p.deep, 0.5), 'opacity="0.25"'),
    times(stripes, (i) =>
      path(
        `M${x + i * sw + 10} 330L${x + (i + 1) * sw - (i + 1 === stripes ? 10 : 0)} 330L${x + (i + 1) * sw} 440Q${x + (i + 0.5) * sw} 476 ${x + i * sw} 440Z`,
        i % 2 ? p.paper : colour,
      ),
    ),
    rect(x, 650, w, 30, mix(p.deep, p.ink, 0.3)),
    rect(x + 12, 680, w - 24, 150, mix(p.second, p.ink, 0.45)),
    times(4, (i) => rect(x + 12, 700 + i * 34, w - 24, 5, p.ink, 'opacity="0.25"')),
    times(crates, (c) => {
      const cx = x + 24 + (c * (w - 48)) / crates;
      const cw = (w - 48) / crates - 12;
      const fruit = random.pick([p.accent, p.second, p.mid, '#7c3f58', mix(p.mid, p.second, 0.5)]);
      return (
        times(18, (i) =>
          circle(
            cx + 16 + (i % 6) * ((cw - 30) / 5),
            606 + Math.floor(i / 6) * 18 + random.between(-5, 5) - (i % 2) * 6,
            18,
            mix(fruit, i % 3 ? p.ink : p.paper, 0.12),
          ),
        ) + rect(cx, 626, cw, 30, mix(p.second, p.ink, 0.28), 'rx="3"')
      );
    }),
  ].join('');
}
