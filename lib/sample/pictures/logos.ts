import { circle, group, line, type Palette, path, polygon, rect, ring, stroke, times } from './kit';

/** The emblems of the sample newsrooms: square, 400 by 400, a mark on the newsroom's own colour. */
type Mark = (p: Palette) => { ground: string; mark: string };

/** The SVG document of a newsroom's emblem. */
export function logoSvg(key: string, palette: Palette): string {
  const mark = marks[key];
  if (!mark) throw new RangeError(`no emblem for the newsroom "${key}"`);
  const { ground, mark: drawn } = mark(palette);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">${rect(0, 0, 400, 400, ground, 'rx="84"')}${drawn}</svg>`;
}

const marks: Record<string, Mark> = {
  ferry: (p) => ({
    ground: p.deep,
    mark:
      path('M84 214L200 92L200 214Z', p.accent) +
      path('M214 120L214 214L300 214Z', p.paper) +
      stroke('M70 250Q102 226 135 250T200 250T265 250T330 250', p.paper, 18) +
      stroke('M70 296Q102 272 135 296T200 296T265 296T330 296', p.light, 18),
  }),
  seedbank: (p) => ({
    ground: p.paper,
    mark:
      path('M200 62Q302 132 302 226Q302 330 200 338Q98 330 98 226Q98 132 200 62Z', p.deep) +
      stroke('M200 300L200 178', p.paper, 12) +
      path('M200 226Q206 158 262 150Q262 214 200 226Z', p.second) +
      path('M200 262Q194 204 140 196Q142 254 200 262Z', p.mid),
  }),
  satellite: (p) => ({
    ground: p.ink,
    mark:
      circle(200, 200, 62, p.paper) +
      group(
        'rotate(-28 200 200)',
        `<ellipse cx="200" cy="200" rx="150" ry="58" fill="none" stroke="${p.second}" stroke-width="14"/>`,
        circle(342, 186, 22, p.accent),
      ) +
      path('M143 176A62 62 0 0 1 256 172L248 190Q200 160 150 196Z', p.paper),
  }),
  library: (p) => ({
    ground: p.deep,
    mark:
      rect(96, 108, 52, 190, p.paper, 'rx="6"') +
      rect(156, 84, 44, 214, p.accent, 'rx="6"') +
      rect(208, 124, 40, 174, p.second, 'rx="6"') +
      group('rotate(14 290 298)', rect(256, 104, 46, 196, p.light, 'rx="6"')) +
      rect(84, 302, 236, 16, p.paper, 'rx="8"'),
  }),
  heatpump: (p) => ({
    ground: p.accent,
    mark:
      times(5, (i) =>
        group(
          `rotate(${i * 72} 200 200)`,
          path('M200 200Q268 168 236 74Q176 116 200 200Z', i % 2 ? p.second : p.paper),
        ),
      ) + circle(200, 200, 30, p.deep),
  }),
  theatre: (p) => ({
    ground: p.ink,
    mark:
      path('M96 96L304 96Q296 236 250 318Q292 214 200 132Q108 214 150 318Q104 236 96 96Z', p.mid) +
      circle(200, 224, 46, p.accent) +
      rect(84, 82, 232, 20, p.accent, 'rx="6"'),
  }),
  cycling: (p) => ({
    ground: p.accent,
    mark:
      ring(132, 246, 66, p.ink, 17) +
      ring(268, 246, 66, p.ink, 17) +
      stroke(
        'M132 246L176 150L246 150L200 246L132 246M176 150L200 246M268 246L238 122L272 122M158 150L194 150',
        p.ink,
        15,
      ),
  }),
  hospital: (p) => ({
    ground: p.paper,
    mark:
      times(4, (i) =>
        group(
          `rotate(${i * 90} 200 200)`,
          path('M170 170L170 92Q200 66 230 92L230 170Z', i % 2 ? p.mid : p.deep),
        ),
      ) + rect(170, 170, 60, 60, p.accent, 'transform="rotate(45 200 200)"'),
  }),
  transit: (p) => ({
    ground: p.deep,
    mark:
      stroke('M78 282L150 282L250 122L322 122', p.paper, 24) +
      stroke('M78 122L150 122L250 282L322 282', p.accent, 24) +
      circle(200, 202, 34, p.paper) +
      circle(200, 202, 17, p.deep),
  }),
  coop: (p) => ({
    ground: p.deep,
    mark:
      times(
        4,
        (i) =>
          path(
            `M200 ${132 + i * 54}Q206 ${78 + i * 54} 268 ${74 + i * 54}Q262 ${128 + i * 54} 200 ${132 + i * 54}Z`,
            p.second,
          ) +
          path(
            `M200 ${132 + i * 54}Q194 ${78 + i * 54} 132 ${74 + i * 54}Q138 ${128 + i * 54} 200 ${132 + i * 54}Z`,
            p.paper,
          ),
      ) + line(200, 120, 200, 340, p.paper, 12),
  }),
  museum: (p) => ({
    ground: p.second,
    mark:
      path('M118 132L262 132L254 268Q252 296 224 296L156 296Q128 296 126 268Z', p.ink) +
      stroke('M262 164Q318 160 314 206Q310 246 256 246', p.ink, 20) +
      polygon(
        [
          [150, 112],
          [162, 76],
          [174, 112],
        ],
        p.accent,
      ) +
      polygon(
        [
          [206, 112],
          [218, 66],
          [230, 112],
        ],
        p.accent,
      ),
  }),
  foundation: (p) => ({
    ground: p.deep,
    mark:
      times(3, (i) => rect(104 + i * 74, 84, 44, 232, p.paper, 'rx="10"')) +
      times(
        3,
        (row) =>
          times(3, (i) =>
            (row + i) % 2 ? '' : rect(94 + i * 74, 104 + row * 74, 64, 44, p.accent, 'rx="8"'),
          ) +
          (row % 2
            ? rect(76, 104 + row * 74, 22, 44, p.accent, 'rx="8"') +
              rect(302, 104 + row * 74, 22, 44, p.accent, 'rx="8"')
            : ''),
      ),
  }),
};
