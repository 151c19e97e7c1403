import { env, optionalEnv } from '@/lib/env';
import { PresskitError } from '@/lib/errors';

/**
 * The domains of this deployment. Which of them a request came to is taken from this list and never from the request
 * alone: a Host that is not in it is nobody's.
 */

/** SITE_URL first, then SITE_URLS. Throws 'config' when some of them have TLS and others have not. */
export function ownOrigins(): string[] {
  const { SITE_URL } = env('SITE_URL');
  const { SITE_URLS = [] } = optionalEnv('SITE_URLS');
  const all = [...new Set([SITE_URL, ...SITE_URLS])];
  if (new Set(all.map((origin) => new URL(origin).protocol)).size > 1)
    throw new PresskitError(
      'config',
      'configuration:\n  SITE_URL and SITE_URLS must all begin with https:// (or, for a look at it on one machine, http://)',
    );
  return all;
}

/** Those of SITE_URLS: each may be a newsroom's own. */
export const furtherOrigins = (): string[] => ownOrigins().slice(1);

/** A newsroom's domain as long as it is one of ours; null: its pages belong to SITE_URL. */
export const livingDomain = (domain: string | null): string | null =>
  domain !== null && furtherOrigins().includes(domain) ? domain : null;

/** Their host names: a referrer with one of these is no other site. */
export const ownHosts = (): string[] => ownOrigins().map((origin) => new URL(origin).hostname);

/** The origin of a Host header; null: it is not one of ours, and the answer is 421. */
export function originOfHost(host: string | null): string | null {
  if (!host) return null;
  return ownOrigins().find((origin) => new URL(origin).host === host.toLowerCase()) ?? null;
}

/**
 * The origin that a form of ours has, which came with this Host. With one domain there is nothing to choose, whatever
 * stands before us has made of the Host; with several, a page of one may not act on another.
 */
export function originOfForms(host: string | null): string | null {
  const all = ownOrigins();
  return all.length === 1 ? all[0]! : originOfHost(host);
}

/** Without TLS only where nobody is in between. */
export function isTrustworthy(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && /^(localhost|[a-z0-9.-]+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}
