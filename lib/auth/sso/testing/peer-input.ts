import type { PeerInput } from '../peers';

/** For tests: a peer with nothing special about it. */
export const peerInput = (key: string, origin: string, changes: Partial<PeerInput> = {}): PeerInput => ({
  key,
  name: key,
  origin,
  direction: 'both',
  protocol: 'presskit',
  algorithm: 'ES256',
  jwksUrl: null,
  startUrl: null,
  consumeUrl: null,
  logoutUrl: null,
  noncePolicy: 'required',
  provisioning: 'none',
  defaultRole: 'author',
  vouchesForAddresses: false,
  sharesDatabase: false,
  enabled: true,
  ...changes,
});
