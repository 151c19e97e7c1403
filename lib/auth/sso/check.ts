import { importJWK, type JWK } from 'jose';
import { now } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { forgetPublished } from './peer-keys';
import { endpoints, type Peer, receives, secretOf, sends } from './peers';
import { TOLERANCE } from './tokens';

/** "Test this connection": what about a peer works and what does not, in sentences. Signs nobody in. */
export type Finding = { ok: boolean; sentence: string };

export async function checkPeer(peer: Peer): Promise<Finding[]> {
  forgetPublished();
  const findings: (Finding | null)[] = [switchedOn(peer), secret(peer), policy(peer)];
  const answer = await reach(peer.origin);
  findings.push(answer.finding);
  if (answer.date) findings.push(clocks(answer.date));
  if (answer.finding.ok && peer.algorithm === 'ES256' && peer.protocol !== 'discourse' && sends(peer))
    findings.push(await keys(peer));
  if (answer.finding.ok && receives(peer) && peer.protocol === 'presskit')
    findings.push(await startThere(peer));
  return findings.filter((finding) => finding !== null);
}

const good = (sentence: string): Finding => ({ ok: true, sentence });
const wrong = (sentence: string): Finding => ({ ok: false, sentence });

const switchedOn = (peer: Peer) =>
  peer.enabled
    ? good('It is switched on.')
    : wrong('It is switched off: nobody comes from there or goes there.');

function secret(peer: Peer): Finding | null {
  if (peer.algorithm !== 'HS256' && peer.protocol !== 'discourse') return null;
  try {
    secretOf(peer);
    return good(
      'Its secret can be read. Whether the other side has the same one shows with the first token.',
    );
  } catch (error) {
    return wrong(`Its secret cannot be used: ${explain(error)}.`);
  }
}

function policy(peer: Peer): Finding | null {
  if (peer.protocol === 'jwt' && peer.noncePolicy === 'required' && sends(peer))
    return wrong(
      'A nonce is required, but a program that just sends a JWT may have none: then everybody is refused. Either it puts the "nonce" of our address into the token, or choose "confirm".',
    );
  return null;
}

async function reach(url: string): Promise<{ finding: Finding; date: Date | null }> {
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(5000),
    });
    const date = answer.headers.get('date');
    const finding =
      answer.status < 500
        ? good(`${url} answers.`)
        : wrong(`${url} answers with an error of its own (${answer.status}).`);
    return { finding, date: date ? new Date(date) : null };
  } catch (error) {
    return { finding: wrong(`${url} does not answer: ${explain(error)}.`), date: null };
  }
}

function clocks(date: Date): Finding {
  const apart = Math.round(Math.abs(date.getTime() - now().getTime()) / 1000);
  if (!(apart > TOLERANCE)) return good('Its clock and ours agree.');
  return wrong(
    `Its clock and ours are ${apart} seconds apart; more than ${TOLERANCE} and tokens are refused as expired or from the future. Set both by NTP.`,
  );
}

async function keys(peer: Peer): Promise<Finding> {
  const { jwks } = endpoints(peer);
  try {
    const answer = await fetch(jwks, { redirect: 'error', signal: AbortSignal.timeout(5000) });
    if (!answer.ok) return wrong(`Its keys should be at ${jwks}, which answers ${answer.status}.`);
    const { keys: found } = (await answer.json()) as { keys?: JWK[] };
    const usable = (Array.isArray(found) ? found : []).filter(
      ({ kty, crv, kid }) => kty === 'EC' && crv === 'P-256' && typeof kid === 'string',
    );
    if (usable.length === 0)
      return wrong(`${jwks} has no key that we could use: it takes one for ES256 (EC, P-256) with a kid.`);
    for (const key of usable) await importJWK(key, 'ES256');
    return good(`Its keys can be read: ${usable.map(({ kid }) => kid).join(', ')}.`);
  } catch (error) {
    return wrong(`Its keys at ${jwks} cannot be read: ${explain(error)}.`);
  }
}

async function startThere(peer: Peer): Promise<Finding> {
  const { start } = endpoints(peer);
  try {
    const answer = await fetch(start, { redirect: 'manual', signal: AbortSignal.timeout(5000) });
    await answer.body?.cancel();
    return answer.status === 404 || answer.status >= 500
      ? wrong(`${start}, where people are sent first, answers ${answer.status}.`)
      : good('It has the address that people are sent to first.');
  } catch (error) {
    return wrong(`${start}, where people are sent first, does not answer: ${explain(error)}.`);
  }
}
