import { createElement } from 'react';

/**
 * The editor's script. On a bad connection it is asked for again; without it one writes in the plain field, which stays,
 * is saved like everything else, and is told apart from nothing but its looks.
 */
export async function loadRichText(): Promise<typeof import('./RichText')> {
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

// Not only when it is to be shown: the page's own scripts have to run first until then.
if (typeof window !== 'undefined') void loadRichText();
