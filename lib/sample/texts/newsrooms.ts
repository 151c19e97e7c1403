import { coop } from './coop';
import { cycling } from './cycling';
import { ferry } from './ferry';
import { foundation } from './foundation';
import { heatpump } from './heatpump';
import { hospital } from './hospital';
import { library } from './library';
import { museum } from './museum';
import type { SampleNewsroom } from './sample-text';
import { satellite } from './satellite';
import { seedbank } from './seedbank';
import { theatre } from './theatre';
import { transit } from './transit';

/** All newsrooms of the sample; the first three also make the small one. */
export const sampleNewsrooms: SampleNewsroom[] = [
  ferry,
  seedbank,
  satellite,
  library,
  heatpump,
  theatre,
  cycling,
  hospital,
  transit,
  coop,
  museum,
  foundation,
];
