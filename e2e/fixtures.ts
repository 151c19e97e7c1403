import { test as base, expect } from '@playwright/test';
import { HitCounts } from './hit-counts';

/**
 * What every browser test starts from: the running site as base URL, and the rule that a page with an error in its
 * console, an uncaught exception or a failed request of its own fails the test.
 */
export const test = base.extend<{
  /** Errors the test brings about on purpose: those that match are not held against it. */
  expectTrouble: (pattern: RegExp) => void;
  troubles: { list: string[]; allowed: RegExp[] };
  /** How many hits the site says something has. */
  hits: HitCounts;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameters' names
  baseURL: async ({}, use) => {
    const url = process.env.SITE_URL;
    if (!url) throw new Error('SITE_URL is not set: browser tests run through playwright.config.ts');
    await use(url);
  },
  troubles: [
    async ({ context, javaScriptEnabled }, use) => {
      const troubles = { list: [] as string[], allowed: [] as RegExp[] };
      context.on('console', (message) => {
        if (message.type() !== 'error') return;
        troubles.list.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => troubles.list.push(`exception: ${error.error().stack}`));
      context.on('requestfailed', (request) => {
        // A click that leaves the page ends what was still loading.
        if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
        // What a browser says of every script when it is told to run none.
        if (!javaScriptEnabled && request.resourceType() === 'script') return;
        troubles.list.push(`request: ${request.url()} ${request.failure()?.errorText}`);
      });
      await use(troubles);
      const unexpected = troubles.list.filter(
        (text) => !troubles.allowed.some((pattern) => pattern.test(text)),
      );
      expect(unexpected, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
  expectTrouble: async ({ troubles }, use) => {
    await use((pattern) => troubles.allowed.push(pattern));
  },
  hits: async ({ request }, use) => {
    await use(new HitCounts(request));
  },
});

export { expect } from '@playwright/test';
