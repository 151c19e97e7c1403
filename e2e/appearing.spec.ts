import { syncPublicFiles } from '@/lib/content/files';
import { updateRelease } from '@/lib/content/releases';
import { setClock } from './clock';
import { expect, test } from './fixtures';
import { ownStack } from './own-stack';
import { type Canary, canary, everywhere, swept } from './surfaces';

/** Time passes by what stands in a file; nobody touches the release. */

const start = new Date();
const stack = ownStack({
  settings: (dir) => setClock(dir, start),
});
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

for (const status of ['scheduled', 'embargoed'] as const) {
  test(`a release that is ${status} appears by itself at its time, with its files`, async ({
    page,
    request,
  }) => {
    const { dir } = stack();
    setClock(dir, start);
    const bird: Canary = await canary();
    await updateRelease(bird.release.id, { status, publishedAt: after(90) });
    setClock(dir, after(89));
    expect(await swept(request, bird)).toEqual(everywhere(bird, false));
    // Whatever tidies the public files up leaves this one alone, too.
    await syncPublicFiles();
    expect((await request.get(bird.release.attachments[0]!.url)).status()).toBe(404);

    setClock(dir, after(90));
    expect(await swept(request, bird)).toEqual(everywhere(bird, true));
    await page.goto('/');
    await page.getByRole('link', { name: bird.release.title }).click();
    await expect(page.getByRole('img', { name: bird.words.alt })).toBeVisible();
    const link = page.getByRole('link', { name: bird.words.paper });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(await download.failure()).toBeNull();
  });
}
