import { fillSample } from './sample';
import { startStack, stopStack } from './stack';

/** One installation for all browser tests; they only add to it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const stack = await startStack({ fill: fillSample });
  return () => stopStack(stack);
}
