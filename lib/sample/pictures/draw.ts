import type { Scene } from './kit';
import { chart, profile, pulse } from './scenes/charts';
import { building, tram } from './scenes/city';
import { velodrome, wheel } from './scenes/cycling';
import { fields, sprout } from './scenes/fields';
import { loaves, produce } from './scenes/food';
import { commits, metro, network } from './scenes/graphs';
import { corridor, factoryLine, platform } from './scenes/halls';
import { harbour, river, route } from './scenes/harbour';
import { houses } from './scenes/houses';
import { market } from './scenes/market';
import { gallery, vitrine } from './scenes/museum';
import { objects } from './scenes/objects';
import { cells, contours, departures, weave } from './scenes/patterns';
import { portrait } from './scenes/portrait';
import { plan, reading, shelves, stack } from './scenes/reading';
import { road } from './scenes/road';
import { sea } from './scenes/sea';
import { drawers, seeds } from './scenes/seeds';
import { launch, orbit, orbits } from './scenes/space';
import { swath } from './scenes/swath';
import { curtain, moonset, seats, stage } from './scenes/theatre';

/** All scenes by the name that the sample texts use. */
export const scenes: Record<string, Scene> = {
  building,
  cells,
  chart,
  commits,
  contours,
  corridor,
  curtain,
  departures,
  drawers,
  line: factoryLine,
  fields,
  gallery,
  harbour,
  houses,
  launch,
  loaves,
  market,
  metro,
  moonset,
  network,
  objects,
  orbit,
  orbits,
  plan,
  platform,
  portrait,
  produce,
  profile,
  pulse,
  reading,
  river,
  road,
  route,
  sea,
  seats,
  seeds,
  shelves,
  sprout,
  stack,
  stage,
  swath,
  tram,
  velodrome,
  vitrine,
  weave,
  wheel,
};
