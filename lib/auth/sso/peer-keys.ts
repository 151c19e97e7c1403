import { createRemoteJWKSet, customFetch, errors, type FetchImplementation } from 'jose';
import { publicKey } from './keys';
import { askPeer } from './peer-fetch';
import { endpoints, type Peer, secretOf } from './peers';
import { type Refused, refuse } from './refusals';
import type { Key } from './tokens';

/** The key that a peer's token must be signed with: its secret, one of ours, or one that it publishes. */
export async function keyOf(peer: Peer, kid: string | null): Promise<Key | Refused> {
  if (peer.algorithm === 'HS256') return secretOf(peer);
  if (!kid) return refuse('unknown_key');
  // On the same database there is nothing to fetch.
  if (peer.sharesDatabase) return (await publicKey(kid)) ?? refuse('unknown_key', { kid });
  try {
    return await published(endpoints(peer).jwks)({ alg: 'ES256', kid });
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
      return refuse('unknown_key', { kid });
    if (error instanceof errors.JOSENotSupported) return refuse('algorithm');
    // Away, too slow, no JSON, not a key set: all of it is the peer's business, and nobody comes in.
    return refuse('keys_unreachable', { cause: error instanceof Error ? error.message : String(error) });
  }
}

/** Forgets what was fetched; for tests and for "test this connection". */
export const forgetPublished = (): void => sets.clear();

type KeySet = ReturnType<typeof createRemoteJWKSet>;
const sets = new Map<string, KeySet>();

// jose keeps a set for ten minutes and fetches it anew for a kid that it does not know, at most every two seconds: a peer
// may rotate its keys at any moment, and nobody can make us ask it again and again.
function published(url: string): KeySet {
  const known = sets.get(url);
  if (known) return known;
  const set = createRemoteJWKSet(new URL(url), {
    cooldownDuration: 2000,
    cacheMaxAge: 600_000,
    timeoutDuration: 3000,
    [customFetch]: modestly,
  });
  sets.set(url, set);
  return set;
}

/** A fetch that follows no redirection, which could lead anywhere, and takes no more than a set of keys can be. */
export const modestly: FetchImplementation = async (url, { headers, signal }) => {
  const most = 65_536;
  const answer = await askPeer(url, { headers: Object.fromEntries(headers), most, signal });
  if (answer.status >= 300 && answer.status < 400)
    throw new Error('it leads elsewhere, which is not followed');
  return new Response(answer.body.toString(), { status: answer.status, headers: answer.headers });
};
