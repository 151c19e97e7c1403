import { importJWK, type JWK } from 'jose';
import { now } from '@/lib/clock';
import { explain } from '@/lib/errors';
import { ownOrigins } from '@/lib/origins';
import { askPeer } from './peer-fetch';
import { forgetPublished, modestly } from './peer-keys';
import { needsSecret, receives, sends, warningsOf } from './peer-rules';
import { endpoints, type Peer, secretOf } from './peers';
import { TOLERANCE } from './tokens';

/**
 * "Test this connection": what about a peer works and what does not, in sentences, each with what to do. Signs nobody in.
 * Fetched are addresses of the peer's record and nothing that an answer leads to; each for five seconds at most, and of no
 * answer is more said than its status and the names of its keys.
 */
export type Finding = { ok: boolean; sentence: string };

export async function checkPeer(peer: Peer): Promise<Finding[]> {
  forgetPublished();
  const findings: (Finding | null)[] = [switchedOn(peer), secret(peer), policy(peer)];
  findings.push(...warningsOf(peer).map((sentence) => good(`Mind: ${sentence}`)));
  const answer = await reach(peer.origin);
  findings.push(answer.finding);
  if (answer.date) findings.push(clocks(answer.date));
  if (answer.finding.ok && !needsSecret(peer) && sends(peer)) findings.push(await keys(peer));
  if (answer.finding.ok && receives(peer) && peer.protocol === 'presskit')
    findings.push(await startThere(peer));
  return findings.filter((finding) => finding !== null);
}

const good = (sentence: string): Finding => ({ ok: true, sentence });
const wrong = (sentence: string): Finding => ({ ok: false, sentence });

const switchedOn = (peer: Peer) =>
  peer.enabled
    ? good('It is switched on.')
    : wrong(
        'It is switched off: nobody comes from there or goes there. Switch it on when the rest is right.',
      );

function secret(peer: Peer): Finding | null {
  if (!needsSecret(peer)) return null;
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
    const answer = await askPeer(url, { method: 'HEAD', signal: patience() });
    const date = answer.headers.get('date');
    const finding =
      answer.status < 500
        ? good(`${url} answers.`)
        : wrong(
            `${url} answers with an error of its own (${answer.status}). Whoever runs it has to look after it.`,
          );
    return { finding, date: date ? new Date(date) : null };
  } catch (error) {
    return {
      finding: wrong(
        `${url} does not answer: ${explain(error)}. Is the origin right, does it run, and may this machine reach it?`,
      ),
      date: null,
    };
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
    const answer = await modestly(jwks, {
      headers: new Headers({ accept: 'application/json' }),
      method: 'GET',
      redirect: 'manual',
      signal: patience(),
    });
    if (!answer.ok)
      return wrong(
        `Its keys should be at ${jwks}, which answers ${answer.status}. Set the address of its keys.`,
      );
    const { keys: found } = jsonOf(await answer.text());
    const usable = (Array.isArray(found) ? (found as JWK[]) : []).filter(
      (key) => key?.kty === 'EC' && key.crv === 'P-256' && typeof key.kid === 'string',
    );
    if (usable.length === 0)
      return wrong(`${jwks} has no key that we could use: it takes one for ES256 (EC, P-256) with a kid.`);
    for (const key of usable) await importJWK(key, 'ES256');
    return good(`Its keys can be read: ${usable.map(({ kid }) => shortly(kid!)).join(', ')}.`);
  } catch (error) {
    return wrong(`Its keys at ${jwks} cannot be read: ${explain(error)}.`);
  }
}

/** What an answer holds; what is wrong with it is said without a piece of it. */
function jsonOf(text: string): { keys?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as { keys?: unknown };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error('what is there is no JSON');
  }
}

const shortly = (kid: string) => kid.replace(/\p{Cc}/gu, '').slice(0, 60);
const patience = () => AbortSignal.timeout(5000);

async function startThere(peer: Peer): Promise<Finding> {
  const { start } = endpoints(peer);
  const here = ownOrigins()[0]!;
  try {
    const url = new URL(start);
    url.searchParams.set('iss', here);
    url.searchParams.set('next', '/');
    const answer = await askPeer(url, { signal: patience() });
    if (answer.status === 404 || answer.status >= 500)
      return wrong(
        `${start}, where people are sent first, answers ${answer.status}. Is there a Presskit, or what speaks like one? Else choose another protocol, or set the address where a sign-in begins.`,
      );
    const to = answer.headers.get('location');
    const isBack = to !== null && URL.canParse(to, start) && new URL(to, start).origin === here;
    return isBack
      ? good('It knows this site: whoever is sent there is sent back here for a token.')
      : wrong(
          `${start} answers, but does not send people back here for a token: it does not know ${here}. It needs us as a peer there, with exactly this origin, switched on, and with people coming in.`,
        );
  } catch (error) {
    return wrong(`${start}, where people are sent first, does not answer: ${explain(error)}.`);
  }
}
