/**
 * Why somebody who comes from a peer, or wants to go to one, is not let through. The person sees one page that says none
 * of this; it stands in the audit log, for whoever has to find out what is wrong. Each has its sentence for the log.
 */
export const refusals = {
  too_large: 'the token is longer than any of ours',
  malformed: 'this is no token, or only a part of one',
  algorithm: 'the token is signed in another way than was agreed with the peer, or not at all',
  type: 'the token was made for something else (its typ)',
  unknown_key: 'the peer has no key with this kid',
  keys_unreachable: "the peer's keys could not be fetched",
  signature: 'the signature is not right: another key, another secret, or a changed token',
  issuer: 'the issuer is no peer of ours',
  audience: 'the token was made for another site',
  expired: 'the token has expired, or the clocks differ',
  future: 'the token is from the future: the clocks differ',
  lifetime: 'the token is valid for longer than a minute',
  claims: 'a claim is missing or is not what it should be',
  nonce: 'the token was not asked for by this browser',
  replayed: 'the token has been used before',
  peer_unknown: 'there is no such peer',
  peer_disabled: 'the peer is switched off',
  direction: 'the peer is not for this direction',
  protocol: 'the peer speaks another protocol',
  inactive: 'the person is deactivated or deleted here',
  not_linked: 'the person has no account here, and the peer may not make one',
  unreachable: 'the peer could not be told yet that somebody signed out; it is told again and again',
  given_up: 'the peer could not be told for a week that somebody signed out, and is not told any more',
  unnoted_network:
    'so much was refused to one address that of what is refused to it for the rest of the hour only some is noted',
  unnoted:
    'so much was refused to people nobody knows that for the rest of the hour only some of it is noted',
  too_many: 'there were too many tries from one address',
} as const;

export type Refusal = keyof typeof refusals;
export type Refused = { refused: Refusal; detail?: Record<string, unknown> };

export const refuse = (refused: Refusal, detail?: Record<string, unknown>): Refused => ({ refused, detail });
export const isRefused = (answer: object): answer is Refused => 'refused' in answer;
