import {
  circle,
  ellipse,
  HEIGHT,
  line,
  mix,
  path,
  rect,
  ring,
  rolling,
  type Scene,
  stroke,
  times,
  under,
  WIDTH,
} from '../kit';

/** A person as a stylised portrait. */
export const portrait: Scene = ({ palette: p, random, has }) => {
  const parts = [
    rect(0, 0, WIDTH, HEIGHT, mix(p.light, p.paper, 0.2)),
    circle(800, 470, 400, mix(p.mid, p.light, 0.2)),
  ];
  if (has('books'))
    parts.push(
      times(30, (i) => {
        const h = random.between(160, 230);
        return (
          rect(20 + i * 53, 900 - h, 46, h, [p.deep, p.mid, p.accent, p.second, p.light][i % 5]!, 'rx="4"') +
          rect(20 + i * 53, 10, 46, h, [p.second, p.accent, p.deep, p.light, p.mid][i % 5]!, 'rx="4"')
        );
      }),
      rect(0, 240, WIDTH, 20, mix('#8a5a3a', p.light, 0.2)),
      circle(800, 470, 400, mix(p.light, p.paper, 0.5)),
    );
  else parts.push(times(4, (i) => under(rolling(random, 640 + i * 62, 18, 4), mix(p.mid, p.deep, i * 0.3))));
  const skin = has('books') ? '#7b4a32' : has('bun') ? '#b97a56' : '#d9a07a';
  const hair = has('books') || has('bun') ? p.ink : mix('#8a5a3a', p.ink, 0.35);
  parts.push(
    path('M440 910Q450 700 650 660L800 720L950 660Q1150 700 1160 910Z', p.deep),
    path('M650 660L800 900L950 660L880 640L800 760L720 640Z', p.paper),
    path('M730 560L870 560L880 660Q800 740 720 660Z', mix(skin, p.ink, 0.12)),
  );
  if (has('books'))
    parts.push(circle(800, 330, 214, hair), circle(650, 440, 100, hair), circle(950, 440, 100, hair));
  if (has('bun')) parts.push(circle(800, 200, 84, hair), ellipse(800, 390, 166, 170, hair));
  parts.push(ellipse(800, 440, 138, 172, skin));
  parts.push(
    has('books')
      ? path('M664 400Q690 270 800 276Q910 270 936 400Q880 330 800 330Q720 330 664 400Z', hair)
      : path(
          'M652 450Q640 240 810 240Q960 244 948 450Q936 372 880 342Q760 350 690 330Q664 380 652 450Z',
          hair,
        ),
  );
  parts.push(
    ellipse(748, 446, 11, 13, p.ink),
    ellipse(852, 446, 11, 13, p.ink),
    stroke('M724 412Q748 398 772 410M828 410Q852 398 876 412', hair, 9),
    stroke('M800 452L790 500L806 504', mix(skin, p.ink, 0.3), 6),
    stroke('M752 544Q800 580 848 544', mix(p.accent, p.ink, 0.25), 10),
  );
  if (has('books'))
    parts.push(
      ring(748, 446, 44, p.second, 8),
      ring(852, 446, 44, p.second, 8),
      line(792, 442, 808, 442, p.second, 8),
    );
  else parts.push(circle(660, 500, 9, p.accent), circle(940, 500, 9, p.accent));
  return parts.join('');
};
