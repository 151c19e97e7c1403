/**
 * A path of a site, whatever somebody sent: "/" when it is none. Browsers read much that does not look like it as the
 * address of another site: "//evil", "/\evil", "/<tab>/evil", "/.//evil".
 */
export function pathWithin(text: unknown): string {
  if (typeof text !== 'string' || text.length > 2000 || !/^\/[^\p{Cc}\\]*$/u.test(text)) return '/';
  const site = 'https://site.invalid';
  if (!URL.canParse(text, site)) return '/';
  const url = new URL(text, site);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin !== site || path.startsWith('//') ? '/' : path;
}
