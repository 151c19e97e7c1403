import { createRequire } from 'node:module';

/**
 * sharp, by its CommonJS entry: the other one has import attributes, which Node before 20.10 cannot parse. To go when
 * `engines` no longer allows that.
 */
export const sharp = createRequire(import.meta.url)('sharp') as typeof import('sharp').default;
