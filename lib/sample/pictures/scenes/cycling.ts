import {
  circle,
  ellipse,
  group,
  HEIGHT,
  line,
  mix,
  pointOn,
  polygon,
  rect,
  ring,
  type Scene,
  times,
  WIDTH,
} from '../kit';

/** Wheels and a track. */
export const wheel: Scene = ({ palette: p, has }) => {
  const two = has('two');
  const parts = [rect(0, 0, WIDTH, HEIGHT, two ? mix(p.second, p.paper, 0.55) : p.accent)];
  const one = (x: number, y: number, r: number, rim: string, spoke: string) =>
    [
      ring(x, y, r, p.ink, 34),
      ring(x, y, r - 30, rim, 22),
      times(32, (i) => {
        const a = (i / 32) * Math.PI * 2;
        const [hx, hy] = pointOn(x, y, 40, a + (i % 2 ? 1.35 : -1.35));
        const [ox, oy] = pointOn(x, y, r - 40, a);
        return line(hx, hy, ox, oy, spoke, 3);
      }),
      circle(x, y, 50, p.ink),
      circle(x, y, 24, rim),
      times(32, (i) => {
        const [ox, oy] = pointOn(x, y, r - 44, (i / 32) * Math.PI * 2);
        return circle(ox, oy, 5, p.ink);
      }),
    ].join('');
  if (two)
    parts.push(
      circle(560, 470, 372, p.accent, 'opacity="0.55"'),
      circle(1060, 430, 372, mix(p.second, p.accent, 0.3), 'opacity="0.55"'),
      one(560, 470, 380, p.paper, p.ink),
      one(1060, 430, 380, p.second, p.deep),
    );
  else
    parts.push(
      polygon(
        [
          [0, 900],
          [900, 0],
          [1600, 0],
          [1600, 900],
        ],
        mix(p.accent, p.paper, 0.35),
      ),
      polygon(
        [
          [460, 900],
          [1360, 0],
          [1600, 0],
          [1600, 900],
        ],
        p.deep,
      ),
      one(860, 470, 560, p.paper, p.paper),
    );
  return parts.join('');
};

export const velodrome: Scene = ({ palette: p, random }) => {
  const parts = [rect(0, 0, WIDTH, HEIGHT, p.ink)];
  const lane = (k: number, fill: string, more = '') =>
    rect(120 + k, 90 + k, 1360 - 2 * k, 720 - 2 * k, fill, `rx="${360 - k}" ${more}`);
  parts.push(lane(-70, mix(p.ink, p.deep, 0.4)), lane(0, mix('#c98f52', p.paper, 0.1)));
  parts.push(
    times(30, (i) =>
      lane(
        6 + i * 6,
        'none',
        `stroke="${mix('#9a6a38', p.paper, (i % 3) * 0.12)}" stroke-width="1.6" opacity="0.5"`,
      ),
    ),
  );
  parts.push(
    lane(118, 'none', `stroke="${p.second}" stroke-width="6"`),
    lane(150, 'none', `stroke="${p.ink}" stroke-width="5"`),
    lane(168, mix('#78b7d6', p.light, 0.2)),
    lane(186, p.deep),
    lane(186, mix(p.mid, p.deep, 0.35)),
    lane(300, 'none', `stroke="${p.light}" stroke-width="3" stroke-dasharray="16 14"`),
  );
  parts.push(rect(786, 90, 10, 96, p.ink), rect(804, 90, 10, 96, p.paper), rect(786, 714, 10, 96, p.paper));
  const place = (t: number, k: number): { x: number; y: number; turn: number } => {
    const r = 360 - k;
    const straight = 640;
    const total = straight * 2 + Math.PI * 2 * r;
    let d = (t % 1) * total;
    if (d < straight) return { x: 480 + d, y: 90 + k, turn: 0 };
    d -= straight;
    if (d < Math.PI * r) {
      const a = -Math.PI / 2 + d / r;
      return { x: 1120 + Math.cos(a) * r, y: 450 + Math.sin(a) * r, turn: (a * 180) / Math.PI + 90 };
    }
    d -= Math.PI * r;
    if (d < straight) return { x: 1120 - d, y: 810 - k, turn: 180 };
    d -= straight;
    const a = Math.PI / 2 + d / r;
    return { x: 480 + Math.cos(a) * r, y: 450 + Math.sin(a) * r, turn: (a * 180) / Math.PI + 90 };
  };
  for (let i = 0; i < 15; i++) {
    const k = 40 + random.between(0, 100);
    const t = i < 9 ? 0.34 + i * 0.017 + random.between(0, 0.008) : random.next();
    const { x, y, turn } = place(t, k);
    const colour = [p.accent, p.second, p.paper, p.mid, '#4a7dd8', '#b65fc9'][i % 6]!;
    for (let trail = 1; trail < 7; trail++) {
      const past = place(t - trail * 0.006 + 1, k);
      parts.push(circle(past.x, past.y, 9 - trail, colour, `opacity="${(0.5 - trail * 0.07).toFixed(2)}"`));
    }
    parts.push(
      group(
        `translate(${x.toFixed(0)} ${y.toFixed(0)}) rotate(${turn.toFixed(0)})`,
        rect(-26, -3, 52, 6, p.ink, 'rx="3"'),
        ellipse(-2, 0, 15, 10, colour),
        circle(10, 0, 9, p.paper),
        circle(10, 0, 6, colour),
      ),
    );
  }
  return parts.join('');
};
