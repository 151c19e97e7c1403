import {
  circle,
  ellipse,
  group,
  HEIGHT,
  line,
  mix,
  path,
  polygon,
  rect,
  type Scene,
  type Sketch,
  stroke,
  times,
  WIDTH,
} from '../kit';

/** Everyday objects, one by one, in a grid or on shelves. */
export const objects: Scene = (s) => {
  const { palette: p, random, has } = s;
  const grid = has('grid');
  const columns = grid ? 10 : has('bottles') ? 9 : 5;
  const rows = grid ? 6 : 3;
  const w = WIDTH / columns;
  const h = HEIGHT / rows;
  const grounds = [
    mix(p.light, p.paper, 0.4),
    mix(p.second, p.paper, 0.45),
    mix(p.mid, p.paper, 0.55),
    mix(p.accent, p.paper, 0.7),
    p.paper,
  ];
  const parts = [rect(0, 0, WIDTH, HEIGHT, p.paper)];
  const inks = [p.ink, p.deep, p.accent, p.mid, mix(p.second, p.ink, 0.25)];
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < columns; col++) {
      const x = col * w;
      const y = row * h;
      const i = row * columns + col;
      const ground = grounds[(col + row * 2) % 5]!;
      const ink = inks[(col * 2 + row) % 5]!;
      const kind = has('chairs')
        ? `chair${(col + row * 2) % 5}`
        : has('bottles')
          ? 'bottle'
          : has('paper')
            ? 'paper'
            : THINGS[(i * 3 + random.below(2)) % THINGS.length]!;
      if (has('bottles') || has('shelf'))
        parts.push(
          rect(x, y, w + 1, h, has('shelf') ? mix(p.light, p.paper, 0.4) : mix(p.deep, p.ink, 0.2)),
          rect(x, y + h - 26, w + 1, 26, mix(p.ink, '#7a5233', has('shelf') ? 0.8 : 0.4)),
        );
      else
        parts.push(
          rect(x, y, w + 1, h + 1, ground),
          rect(x, y + h * 0.84, w + 1, h * 0.16 + 1, mix(ground, p.ink, 0.1)),
        );
      const k = Math.min(w / 300, h / 290);
      const floor = has('bottles') || has('shelf') ? y + h - 26 : y + h * 0.87;
      parts.push(
        group(
          `translate(${(x + w / 2).toFixed(0)} ${floor.toFixed(0)}) scale(${k.toFixed(2)})`,
          thing(s, kind, ink),
        ),
      );
    }
  return parts.join('');
};

const THINGS = [
  'cup',
  'lamp',
  'telephone',
  'kettle',
  'chair1',
  'clock',
  'bag',
  'radio',
  'spoon',
  'cello',
  'bottle',
  'book',
];

/** An everyday object about 220 high that stands on the origin. */
function thing({ palette: p, random }: Sketch, kind: string, ink: string): string {
  const shadow = ellipse(0, 0, 92, 9, p.ink, 'opacity="0.16"');
  const light = mix(ink, p.paper, 0.7);
  switch (kind) {
    case 'chair0':
      return (
        shadow +
        rect(-64, -230, 12, 230, ink) +
        rect(52, -112, 12, 112, ink) +
        rect(-68, -122, 136, 18, ink, 'rx="5"') +
        rect(-60, -228, 12, 100, ink) +
        times(3, (i) => rect(-60, -222 + i * 32, 20, 14, light)) +
        rect(-54, -54, 108, 8, ink)
      );
    case 'chair1':
      return (
        shadow +
        stroke('M-50 0L-40 -110L-58 -232M46 0L40 -110', ink, 11) +
        path('M-66 -240Q-20 -250 -30 -150L-44 -120Z', ink) +
        path('M-50 -128L58 -128Q66 -104 46 -104L-46 -104Z', light) +
        stroke('M-46 -52L42 -52', ink, 7)
      );
    case 'chair2':
      return (
        shadow +
        path('M-70 -238Q-78 -120 -48 -100L60 -100Q74 -128 40 -128L-14 -132Q-44 -150 -40 -238Z', ink) +
        stroke('M-36 -100L-60 0M46 -100L66 0', mix(ink, p.ink, 0.4), 9)
      );
    case 'chair3':
      return (
        shadow +
        rect(-8, -120, 16, 100, p.ink) +
        stroke('M0 -22L-62 -4M0 -22L62 -4M0 -22L0 -2', p.ink, 11) +
        times(3, (i) => circle(-62 + i * 62, -4, 8, p.ink)) +
        rect(-62, -146, 124, 30, ink, 'rx="14"') +
        rect(-56, -246, 30, 92, ink, 'rx="14"')
      );
    case 'chair4':
      return (
        shadow +
        rect(-62, -128, 124, 22, ink, 'rx="11"') +
        stroke('M-46 -108L-66 0M46 -108L66 0M-16 -108L-22 0M16 -108L22 0', light, 10) +
        stroke('M-58 -46L58 -46', light, 7)
      );
    case 'cup':
      return (
        shadow +
        path('M-70 -128L56 -128L46 -26Q42 0 14 0L-28 0Q-56 0 -60 -26Z', ink) +
        stroke('M54 -104Q104 -108 96 -66Q90 -36 46 -40', ink, 15) +
        ellipse(-7, -128, 63, 13, light) +
        stroke('M-28 -156Q-40 -178 -24 -198M10 -156Q-2 -182 14 -206', light, 8)
      );
    case 'lamp':
      return (
        shadow +
        rect(-50, -14, 100, 14, ink, 'rx="7"') +
        stroke('M0 -14L-26 -110L36 -196', ink, 10) +
        circle(-26, -110, 10, light) +
        path('M12 -226L84 -190L36 -140L-8 -186Z', ink) +
        polygon(
          [
            [34, -140],
            [84, -190],
            [150, -60],
            [10, -40],
          ],
          p.second,
          'opacity="0.35"',
        )
      );
    case 'telephone':
      return (
        shadow +
        path('M-84 0Q-78 -96 -38 -104L38 -104Q78 -96 84 0Z', ink) +
        circle(0, -50, 36, light) +
        circle(0, -50, 13, ink) +
        times(8, (i) => circle(Math.cos(i * 0.72 - 2.5) * 25, -50 + Math.sin(i * 0.72 - 2.5) * 25, 5, ink)) +
        path(
          'M-96 -118Q-100 -156 -66 -158L66 -158Q100 -156 96 -118L52 -118Q52 -134 34 -134L-34 -134Q-52 -134 -52 -118Z',
          ink,
        )
      );
    case 'kettle':
      return (
        shadow +
        path('M-80 0Q-92 -96 -46 -128L46 -128Q92 -96 80 0Z', ink) +
        path('M70 -84L120 -126L126 -106L80 -42Z', ink) +
        stroke('M-44 -130Q0 -222 44 -130', mix(ink, p.ink, 0.5), 13) +
        circle(0, -138, 11, light) +
        rect(-60, -40, 120, 10, light)
      );
    case 'clock':
      return (
        shadow +
        circle(0, -110, 100, ink) +
        circle(0, -110, 82, p.paper) +
        times(12, (i) => group(`rotate(${i * 30} 0 -110)`, rect(-3, -184, 6, 14, ink))) +
        stroke(`M0 -110L${random.between(-30, 30).toFixed(0)} -162M0 -110L44 -96`, p.ink, 9) +
        circle(0, -110, 8, p.accent)
      );
    case 'bag':
      return (
        shadow +
        stroke('M-40 -136Q0 -226 40 -136', ink, 13) +
        path('M-92 -138L92 -138L80 0L-80 0Z', ink) +
        rect(-92, -138, 184, 30, mix(ink, p.ink, 0.3)) +
        rect(-16, -118, 32, 34, light, 'rx="5"')
      );
    case 'radio':
      return (
        shadow +
        line(50, -140, 96, -236, p.ink, 5) +
        rect(-104, -142, 208, 142, ink, 'rx="18"') +
        circle(-46, -72, 46, light) +
        times(4, (i) => rect(-84, -98 + i * 16, 76, 4, ink)) +
        rect(20, -118, 68, 34, p.paper, 'rx="5"') +
        rect(48, -118, 4, 34, p.accent) +
        circle(36, -42, 15, light) +
        circle(74, -42, 15, light)
      );
    case 'spoon':
      return group(
        'rotate(14 0 -100)',
        ellipse(0, -196, 34, 48, ink),
        ellipse(-3, -202, 20, 32, light),
        path('M-7 -152L7 -152L13 -4Q0 6 -13 -4Z', ink),
      );
    case 'cello':
      return (
        shadow +
        rect(-6, -252, 12, 150, p.ink) +
        path(
          'M0 -172C-46 -176 -46 -118 -30 -104C-64 -84 -66 -6 0 -6C66 -6 64 -84 30 -104C46 -118 46 -176 0 -172Z',
          ink,
        ) +
        stroke('M-18 -96Q-26 -84 -18 -70M18 -96Q26 -84 18 -70', p.paper, 4) +
        times(3, (i) => line(-4 + i * 4, -240, -4 + i * 4, -40, p.paper, 1)) +
        rect(-14, -60, 28, 6, p.paper)
      );
    case 'bottle': {
      const fill = random.pick([
        p.accent,
        p.second,
        p.mid,
        mix(p.mid, p.paper, 0.4),
        '#9c6b8e',
        mix(p.accent, p.second, 0.5),
      ]);
      return (
        shadow +
        path(
          'M-22 -214L22 -214L22 -160Q58 -140 58 -104L58 -14Q58 0 44 0L-44 0Q-58 0 -58 -14L-58 -104Q-58 -140 -22 -160Z',
          mix(fill, '#ffffff', 0.55),
        ) +
        path('M-58 -92L58 -92L58 -14Q58 0 44 0L-44 0Q-58 0 -58 -14Z', fill) +
        rect(-26, -232, 52, 24, p.ink, 'rx="5"') +
        rect(-38, -70, 76, 44, p.paper, 'rx="3"') +
        rect(-26, -58, 46, 5, p.ink, 'opacity="0.6"')
      );
    }
    case 'paper': {
      const turn = random.between(-9, 9);
      return group(
        `rotate(${turn.toFixed(1)})`,
        rect(-84, -236, 176, 232, p.ink, 'opacity="0.14"'),
        rect(-90, -242, 176, 232, mix('#ffffff', p.second, random.between(0, 0.18))),
        times(5 + random.below(3), (i) =>
          stroke(
            `M-70 ${-206 + i * 28}q10 -10 20 0t20 0t${random.between(10, 30).toFixed(0)} 0t20 0`,
            [ink, p.deep, p.ink][i % 3]!,
            4,
          ),
        ),
        random.chance(0.5) ? stroke('M-72 -150L20 -146', p.accent, 5) : '',
      );
    }
    default: // books
      return (
        shadow +
        rect(-88, -36, 176, 36, ink, 'rx="4"') +
        rect(-70, -70, 150, 34, light, 'rx="4"') +
        rect(-80, -108, 158, 38, mix(ink, p.accent, 0.5), 'rx="4"') +
        rect(-54, -24, 40, 10, p.paper) +
        rect(-40, -96, 60, 12, p.paper)
      );
  }
}
