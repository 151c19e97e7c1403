import { type PeerInput, peerDefaults } from '../peer-rules';

/** For tests: a peer with nothing special about it. */
export const peerInput = (key: string, origin: string, changes: Partial<PeerInput> = {}): PeerInput => ({
  key,
  name: key,
  origin,
  ...peerDefaults,
  ...changes,
});
