/**
 * Where to go after signing in, as an address of this site; '' for anything that is not one. Browsers read much that
 * does not look like it as the address of another site: "//evil", "/\evil", "/<tab>/evil".
 * @param text what somebody sent
 */
export function nextPath(text: unknown): string {
  if (typeof text !== 'string' || !/^\/[^\p{Cc}\\]*$/u.test(text) || text.length > 2000) return '';
  const site = 'http://site.invalid';
  if (!URL.canParse(text, site)) return '';
  const url = new URL(text, site);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "/.//evil" is within the site, and what it comes to, "//evil", would not be.
  if (url.origin !== site || path.startsWith('//')) return '';
  return /^\/(api|sign-in|sign-out|sign-up)(\/|\?|#|$)/i.test(path) ? '' : path;
}

/** An address with the way to go on from there, if there is one. */
export const withNext = (path: string, next: string): string =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path;
