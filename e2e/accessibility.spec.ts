import type { Page } from '@playwright/test';
import { violations } from './axe';
import { ownNewsroom, publish } from './content';
import { expect, test } from './fixtures';
import { type PageType, pageTypes } from './pages';

const lead = 'Acme ships a barometer that fits on a fingernail';

/** The pages as they mostly are, and as they are when they are full. */
async function everyPage(page: Page): Promise<PageType[]> {
  await page.goto('/');
  const href = await page.getByRole('link', { name: lead }).first().getAttribute('href');
  return [...(await pageTypes()), { name: 'sample release', path: href! }];
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [shape, width] of [
    ['wide', 1280],
    ['narrow', 360],
  ] as const) {
    test(`nothing stands in the way of anybody, ${colorScheme} and ${shape}`, async ({
      page,
      expectTrouble,
    }) => {
      expectTrouble(/404/);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const { name, path } of await everyPage(page)) {
        await page.goto(path);
        expect(await violations(page), name).toEqual([]);
      }
    });
  }
}

test('headings come in order, and one of them is the page’s own', async ({ page, expectTrouble }) => {
  expectTrouble(/404/);
  for (const { name, path } of await everyPage(page)) {
    await page.goto(path);
    const levels = await page
      .getByRole('heading')
      .evaluateAll((headings) => headings.map((heading) => Number(heading.tagName[1])));
    expect(levels[0], name).toBe(1);
    expect(levels.filter((level) => level === 1).length, name).toBe(1);
    levels.forEach((level, index) => {
      expect(level, `${name}, heading ${index + 1} of ${levels}`).toBeLessThanOrEqual(
        (levels[index - 1] ?? 0) + 1,
      );
    });
  }
});

test('the keyboard leads past the header, and from there to a release', async ({ page }) => {
  const newsroom = await ownNewsroom('Keyboard');
  const { title } = await publish({ newsroomId: newsroom.id, title: 'A key is pressed' });
  await page.goto(newsroom.url);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: title })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
});

test('whatever has the focus shows it, and the order is that of the page', async ({ page }) => {
  const types = ['home', 'archive', 'release', 'newsroom', 'about'];
  for (const { name, path } of (await everyPage(page)).filter((one) => types.includes(one.name))) {
    await page.goto(path);
    // Where the focus is: how far down the document, and whether something around it is outlined.
    const seen: { at: number; text: string; outlined: boolean }[] = [];
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const focused = document.activeElement;
        if (!focused || focused === document.body) return null;
        let outlined = false;
        for (let at: Element | null = focused; at && at !== document.body; at = at.parentElement) {
          const { outlineStyle, outlineWidth } = getComputedStyle(at);
          outlined ||= outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
        }
        const at = [...document.querySelectorAll('*')].indexOf(focused);
        return { at, text: (focused.textContent || focused.id).trim().slice(0, 40), outlined };
      });
      // After the last comes the first again.
      if (!stop || stop.at === seen[0]?.at) break;
      seen.push(stop);
    }
    expect(seen.length, name).toBeGreaterThan(8);
    expect(
      seen.filter(({ outlined }) => !outlined),
      `${name}: focus that cannot be seen`,
    ).toEqual([]);
    const order = seen.map(({ at }) => at);
    expect(order, name).toEqual([...order].sort((a, b) => a - b));
  }
});
