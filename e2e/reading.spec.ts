import { ownNewsroom, publish, token } from './content';
import { expect, test } from './fixtures';

const lead = 'Acme ships a barometer that fits on a fingernail';

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a reader searches, sees where the words stand, and opens what was found', async ({ page }) => {
      await page.goto('/');
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Releases' }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Releases' })).toBeVisible();
      await page.getByLabel('Search for', { exact: true }).fill('smallest barometers');
      await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
      await expect(page).toHaveURL(/\/releases\?q=smallest\+barometers/);
      await expect(page.getByRole('heading', { name: '1 release for “smallest barometers”' })).toBeVisible();
      await expect(page.locator('mark')).toHaveText(['smallest', 'barometer']);
      await expect(page.getByLabel('Search for', { exact: true })).toHaveValue('smallest barometers');
      await page.getByRole('main').getByRole('link', { name: lead }).click();
      await expect(page.getByRole('heading', { level: 1, name: lead })).toBeVisible();
      await expect(page.getByRole('heading', { name: 'About Acme Instruments' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'press@acme.example' })).toHaveAttribute(
        'href',
        'mailto:press@acme.example',
      );
    });

    test('the search in the header finds from any page', async ({ page }) => {
      await page.goto('/about/hits');
      await page.getByLabel('Search all releases').fill('Mountain rescue');
      await page.getByLabel('Search all releases').press('Enter');
      await expect(page.getByRole('main').getByRole('link', { name: lead })).toBeVisible();
    });

    test('topic and newsroom narrow the archive, and each comes off again', async ({ page }) => {
      const topic = `topic ${token()}`;
      const [one, other] = [await ownNewsroom('Lighthouse'), await ownNewsroom('Harbour')];
      await publish({ newsroomId: one.id, title: 'A lamp is lit', tags: [topic] });
      await publish({ newsroomId: other.id, title: 'A ship is moored', tags: [topic] });
      await publish({ newsroomId: one.id, title: 'A lamp goes out' });

      await page.goto(`${one.url}`);
      await page.getByRole('link', { name: 'A lamp is lit' }).click();
      await page.getByRole('list', { name: 'Topics' }).getByRole('link', { name: topic }).click();
      await expect(page.getByRole('heading', { name: `2 releases on ${topic}` })).toBeVisible();
      await page.getByLabel('Newsroom', { exact: true }).selectOption(other.name);
      await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
      await expect(
        page.getByRole('heading', { name: `1 release on ${topic} from ${other.name}` }),
      ).toBeVisible();
      await expect(page.getByRole('link', { name: 'A ship is moored' })).toBeVisible();
      await expect(page.getByRole('link', { name: 'A lamp is lit' })).toHaveCount(0);
      const filters = page.getByRole('list', { name: 'Filters' });
      await filters.getByRole('link', { name: `Remove newsroom ${other.name}` }).click();
      await expect(page.getByRole('heading', { name: `2 releases on ${topic}` })).toBeVisible();
      await filters.getByRole('link', { name: `Remove topic ${topic}` }).click();
      await expect(filters).toHaveCount(0);
      await expect(page).toHaveURL(/\/releases$/);
    });

    test('every page of a list has an address, and back leads back', async ({ page }) => {
      const { id, url } = await ownNewsroom('Almanac');
      for (let n = 1; n <= 13; n++) {
        await publish({ newsroomId: id, title: `Chapter ${n}`, publishedAt: new Date(Date.UTC(2019, 0, n)) });
      }
      await page.goto(url);
      const titles = page.getByRole('heading', { level: 3 });
      await expect(titles).toHaveCount(12);
      await expect(titles.first()).toHaveText('Chapter 13');
      await page.getByRole('link', { name: 'Older →' }).click();
      await expect(page).toHaveURL(`${url}?page=2`);
      await expect(titles).toHaveText(['Chapter 1']);
      await page.reload();
      await expect(titles).toHaveText(['Chapter 1']);
      await expect(page.getByRole('navigation', { name: 'Pages' }).locator('[aria-current=page]')).toHaveText(
        'Page 2',
      );
      await page.goBack();
      await expect(titles.first()).toHaveText('Chapter 13');
    });

    test('a search that finds nothing says so and leads on', async ({ page }) => {
      await page.goto('/releases?q=xylophonists');
      await expect(page.getByRole('heading', { name: 'No releases for “xylophonists”' })).toBeVisible();
      await page.getByRole('link', { name: 'see all releases' }).click();
      await expect(page).toHaveURL(/\/releases$/);
      await expect(page.getByRole('heading', { level: 3 }).first()).toBeVisible();
    });

    test('a lost reader finds the way from the 404 page', async ({ page, expectTrouble }) => {
      expectTrouble(/404/);
      expect((await page.goto('/newsrooms/77777/gone'))?.status()).toBe(404);
      await expect(
        page.getByRole('heading', { level: 1, name: 'There is nothing at this address' }),
      ).toBeVisible();
      await page.getByRole('main').getByLabel('Search all releases').fill('fingernail');
      await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
      await expect(page.getByRole('main').getByRole('link', { name: lead })).toBeVisible();
    });
  });
}

const silly: [query: string, says: RegExp][] = [
  ['page=abc', /“abc” is not a page number\. This is page 1\./],
  ['page=0', /“0” is not a page number/],
  ['page=-1', /“-1” is not a page number/],
  ['page=1e9', /“1e9” is not a page number/],
  ['page=99999999999999999999', /is not a page number/],
  ['page=999999999', /There is no page 999,999,999; the last is page/],
  ['page=2&page=1', /\d+ releases/],
  ['newsroom=999999', /There is no newsroom “999999”\. These are the releases of all newsrooms\./],
  ['newsroom=acme', /There is no newsroom “acme”/],
  ['newsroom=2147483648', /There is no newsroom “2147483648”/],
  ['tag=%3Cscript%3Ealert(1)%3C%2Fscript%3E', /No releases on <script>alert\(1\)<\/script>/],
  ['q=%00', /\d+ releases/],
  ['q=%27%3B+drop+table+releases%3B--', /No releases for “'; drop table releases;--”/],
  ['q=%22%22%22+-+%7C+%26+%21+%3A*', /No releases for/],
  [`q=${'fathom+'.repeat(400)}`, /No releases for “fathom fathom/],
  ['q=%F0%9F%A7%AD', /No releases for “🧭”/],
  ['q[]=a&q[b]=c&__proto__=d&constructor=e', /\d+ releases/],
];

test('an archive address with nonsense in it gets the archive and a sentence', async ({ page }) => {
  for (const [query, says] of silly) {
    const response = await page.goto(`/releases?${query}`);
    expect(response?.status(), query).toBe(200);
    await expect(page.getByRole('main'), query).toContainText(says);
  }
});

test('addresses that cannot be read are refused with a sentence', async ({ request }) => {
  for (const path of ['/releases/%zz/x', '/releases/1/%E0%A4%A', '/%ff', '/newsrooms/1/%C0%AF']) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(400);
    expect(await response.text(), path).toMatch(/address/);
  }
  for (const path of [
    '/releases/0/x',
    '/releases/01/x',
    '/releases/-1/x',
    '/releases/2147483648/x',
    '/releases/1',
  ]) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(404);
    expect(await response.text(), path).toContain('There is nothing at this address');
  }
});
