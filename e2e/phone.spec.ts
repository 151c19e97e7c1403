import { expect, test } from './fixtures';
import { pageTypes } from './pages';

test.use({ hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

for (const width of [320, 390]) {
  test(`on a phone ${width} pixels wide nothing sticks out, on no type of page`, async ({
    page,
    expectTrouble,
  }) => {
    expectTrouble(/404/);
    await page.setViewportSize({ width, height: 700 });
    for (const { name, path, status = 200 } of await pageTypes()) {
      const response = await page.goto(path);
      expect(response?.status(), name).toBe(status);
      const wide = await page.evaluate(() => {
        // What scrolls in a frame of its own, such as a wide table, may be as wide as it likes.
        const framed = (element: Element) => {
          for (let at = element.parentElement; at && at !== document.body; at = at.parentElement)
            if (getComputedStyle(at).overflowX !== 'visible') return true;
          return false;
        };
        const edge = document.documentElement.clientWidth + 1;
        return [...document.body.querySelectorAll('*')]
          .filter((element) => {
            const { right, left, width } = element.getBoundingClientRect();
            return width > 0 && (right > edge || left < -1) && !framed(element);
          })
          .filter((element) => getComputedStyle(element).position !== 'absolute')
          .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
      });
      expect(wide, name).toEqual([]);
      const [scroll, client] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(scroll, name).toBe(client);
      expect(client, name).toBe(width);
    }
  });
}

test('a wide table scrolls in its own frame, by touch and by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 700 });
  const types = await pageTypes();
  await page.goto(types.find(({ name }) => name === 'release')!.path);
  const table = page.getByRole('group', { name: 'Table' }).first();
  await table.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => table.evaluate((frame) => frame.scrollLeft)).toBeGreaterThan(0);
});
