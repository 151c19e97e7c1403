/**
 * The cookie by which a script on a public page knows that this browser has signed in here: set and cleared with the
 * session's (session-cookie.ts), without any secret, and nothing on the server looks at it. It may be stale, when the
 * session was ended elsewhere; then a link leads to the page where one signs in.
 */
export const hint = { name: 'presskit-signed-in', value: '1' };

/** In a browser: whether it is there. */
export const isHinted = (): boolean => document.cookie.split('; ').includes(`${hint.name}=${hint.value}`);

/** In a browser: takes one away that is stale. */
export function forgetHint(): void {
  // biome-ignore lint/suspicious/noDocumentCookie: not all browsers have the Cookie Store API, and it is not to be waited for
  if (isHinted()) document.cookie = `${hint.name}=; Path=/; Max-Age=0; SameSite=Lax`;
}
