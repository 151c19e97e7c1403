import { defineConfig, devices } from '@playwright/test';
import { chromiumPath } from './e2e/chromium';
import { isRoot } from './lib/machine/accounts';

/** Browser tests: real Chromium, through nginx, against the production build. One story per test. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/global-setup.ts',
  outputDir: process.env.PRESSKIT_TEST_OUTPUT ?? 'test-results',
  workers: 2,
  // A second try tells a slow machine from a fault; the summary names each test that needed it.
  retries: process.env.CI || process.env.PRESSKIT_TEST_OUTPUT ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    // Headless Chromium says that it is one, and so is no reader.
    userAgent: devices['Desktop Chrome'].userAgent,
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromiumPath() ?? undefined,
      args: [
        ...(isRoot() ? ['--no-sandbox'] : []),
        // There may be no network, and no room in /dev/shm.
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-dev-shm-usage',
        '--no-first-run',
      ],
    },
  },
});
