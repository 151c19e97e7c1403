import { createElement } from 'react';

/**
 * The editor's script, asked for with the page's own and not only when they have run. On a bad connection it is asked for
 * again; without it one writes in the plain field, which stays and is saved like everything else.
 */
async function load(): Promise<typeof import('./RichText')> {
  for (const wait of [500, 2000, 5000]) {
    try {
      return await import('./RichText');
    } catch {
      await new Promise((done) => setTimeout(done, wait));
    }
  }
  return import('./RichText').catch(() => ({ default: Unavailable }));
}

const Unavailable = () =>
  createElement(
    'p',
    { className: 'notice', role: 'status' },
    'The editor could not be loaded. What you write here is saved all the same; load the page again to try once more.',
  );

const begun = typeof window === 'undefined' ? null : load();
export const loadRichText = () => begun ?? load();
