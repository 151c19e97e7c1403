import { sharp } from '@/lib/content/sharp';
import { Random } from '@/lib/sample/random';
import { scenes } from './draw';
import { group, HEIGHT, WIDTH } from './kit';
import { logoSvg } from './logos';
import { palettes } from './palettes';

/**
 * The JPEG of a sample picture, 1600 by 900. `scene` is a scene's name and words that vary it ("sea dusk ferry");
 * the seed decides the rest. Throws when there is no such scene or newsroom.
 */
export async function pictureOf(newsroom: string, scene: string, seed: string): Promise<Buffer> {
  return sharp(Buffer.from(svgOf(newsroom, scene, seed)))
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** The same as an SVG document. */
export function svgOf(newsroom: string, scene: string, seed: string): string {
  const [name = '', ...words] = scene.split(' ');
  const draw = scenes[name];
  const palette = palettes[newsroom];
  if (!draw || !palette) throw new RangeError(`no scene "${name}" or no palette "${newsroom}"`);
  const random = new Random(`${seed} ${scene}`);
  // Every other picture is its own mirror image: twice as many views of the same places.
  const mirrored = !ONE_WAY.has(name) && random.chance(0.5);
  const content = draw({ palette, random, has: (word) => words.includes(word) });
  const drawn = mirrored ? group(`translate(${WIDTH} 0) scale(-1 1)`, content) : content;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${drawn}</svg>`;
}

/** A newsroom's emblem as a PNG, 800 by 800. */
export async function logoOf(newsroom: string): Promise<Buffer> {
  const palette = palettes[newsroom];
  if (!palette) throw new RangeError(`no palette "${newsroom}"`);
  return sharp(Buffer.from(logoSvg(newsroom, palette)), { density: 144 })
    .png()
    .toBuffer();
}

/** Scenes that are read from left to right. */
const ONE_WAY = new Set(['chart', 'commits', 'departures', 'line', 'profile', 'pulse']);
