import Bowser from 'bowser';

/** What a person calls the device of a session: "Firefox on Linux". */
export function deviceOf(userAgent: string): string {
  if (!userAgent) return 'Unknown device';
  const { browser, os, platform } = Bowser.parse(userAgent);
  const where = platform.model && platform.model !== os.name ? platform.model : os.name;
  if (!browser.name) return where ? `A program on ${where}` : 'A program';
  return where ? `${browser.name} on ${where}` : browser.name;
}

/**
 * How somebody signed in, for people.
 * @param method 'oauth:google'
 * @param names what providers and peers are called
 */
export function methodInWords(method: string, names: ReadonlyMap<string, string> = new Map()): string {
  const [kind, which] = method.split(':');
  switch (kind) {
    case 'password':
      return 'with a password';
    case 'link':
      return 'with a link by mail';
    case 'sign_up':
      return 'when the account was made';
    case 'invitation':
      return 'with an invitation';
    default:
      return which ? `with ${names.get(which) ?? which}` : kind!;
  }
}
