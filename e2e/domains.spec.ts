import { deleteRecords } from '@/lib/admin/deletions';
import { adminType } from '@/lib/admin/types';
import { userById } from '@/lib/auth/users';
import { softDelete } from '@/lib/content/deleted';
import { setDomain } from '@/lib/content/newsrooms';
import { newsroom as newsroomType } from '@/lib/content/registry';
import { createRelease, type Release } from '@/lib/content/releases';
import { ownOrigins } from '@/lib/origins';
import { violations } from './axe';
import { ownNewsroom, publish } from './content';
import { expect, test } from './fixtures';
import { reader } from './hit-counts';
import { ownStack } from './own-stack';
import { fillSample } from './sample';

/** One deployment, several domains: one of them is a newsroom's own, the other everybody's. */
type Room = Awaited<ReturnType<typeof ownNewsroom>>;
let [cable, other]: Room[] = [];
let [ours, hidden, theirs]: Release[] = [];
const stack = ownStack({
  fill: async () => {
    await fillSample();
    [cable, other] = [await ownNewsroom('Cable'), await ownNewsroom('Other')];
    const at = new Date();
    const base = { publishedAt: at, tags: ['wires'] };
    ours = await publish({ ...base, newsroomId: cable.id, title: 'Cable ships a longer wire' });
    theirs = await publish({ ...base, newsroomId: other.id, title: 'Other ships a shorter wire' });
    const later = new Date(at.getTime() + 86_400_000);
    const embargoed = { newsroomId: cable.id, title: 'Quokka wire', status: 'embargoed' as const };
    const { id, slug } = await createRelease({ ...embargoed, publishedAt: later });
    hidden = { ...ours, id, slug, url: `/releases/${id}/${slug}` };
    await setDomain(cable.id, ownOrigins()[1]!);
  },
});
const sites = () => {
  const { url } = stack();
  const at = (name: string) => url.replace('localhost', `${name}.localhost`);
  return { main: url, a: at('a'), b: at('b') };
};

/** Asks as a program does; names below localhost are this machine. */
async function ask(site: string, path: string, headers: Record<string, string> = {}) {
  const { request } = await import('@playwright/test');
  const context = await request.newContext();
  try {
    const answer = await context.get(stack().url + path, {
      headers: { ...reader, Host: new URL(site).host, ...headers },
      maxRedirects: 0,
    });
    return { status: answer.status(), headers: answer.headers(), text: await answer.text() };
  } finally {
    await context.dispose();
  }
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('at its domain the site is the newsroom, and nothing of others is there', async ({ page }) => {
      const { a } = sites();
      await page.goto(`${a}/?utm_source=card`);
      await expect(page).toHaveURL(`${a}${cable!.url}?utm_source=card`);
      await expect(page).toHaveTitle(cable!.name);
      const header = page.getByRole('banner');
      await expect(header.getByRole('link', { name: cable!.name })).toHaveAttribute('href', cable!.url);
      await expect(header.getByRole('navigation').getByRole('link')).toHaveText(['Newsroom', 'Releases']);
      await header.getByRole('link', { name: 'Releases' }).click();
      await expect(page).toHaveURL(`${a}/releases`);
      await expect(page.getByRole('heading', { name: '1 release' })).toBeVisible();
      await expect(page.locator('main')).not.toContainText('Other ships');
      await expect(page.getByLabel('Newsroom', { exact: true })).toHaveCount(0);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await page.getByLabel('Search for').fill('wire');
      await page.getByRole('button', { name: 'Search' }).last().click();
      await expect(page.getByRole('heading', { name: '1 release for “wire”' })).toBeVisible();
      await page.getByRole('link', { name: ours!.title }).click();
      await expect(page).toHaveURL(a + ours!.url);
      await expect(page).toHaveTitle(`${ours!.title} · ${cable!.name}`);
      await expect(page.locator('main')).not.toContainText('Other ships');
      await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', a + ours!.url);
    });

    test('a page of another newsroom is led to where it belongs', async ({ page }) => {
      const { main, a } = sites();
      await page.goto(`${a}${theirs!.url}?x=1`);
      await expect(page).toHaveURL(`${main}${theirs!.url}?x=1`);
      await page.goto(`${a}/releases?newsroom=${other!.id}&q=wire`);
      await expect(page).toHaveURL(`${main}/releases?newsroom=${other!.id}&q=wire`);
    });
  });
}

test('every other page answers 308, in whatever way it is asked for, and what is not public nothing', async () => {
  const { main, a } = sites();
  const elsewhere = [
    [theirs!.url, theirs!.url],
    [`/releases/${theirs!.id}/old`, theirs!.url],
    [other!.url, other!.url],
    [`${other!.url}/feed.xml`, `${other!.url}/feed.xml`],
    [`${other!.url}/feed.json`, `${other!.url}/feed.json`],
    ['/newsrooms', '/newsrooms'],
  ];
  for (const [path, there] of elsewhere) {
    const answer = await ask(a, path!);
    expect([answer.status, answer.headers.location], path).toEqual([308, main + there]);
  }
  const rsc = await ask(a, `${theirs!.url}?x=1`, { RSC: '1' });
  expect([rsc.status, rsc.headers.location]).toEqual([308, `${main}${theirs!.url}?x=1`]);
  for (const site of [a, main])
    for (const headers of [{}, { RSC: '1' }])
      expect((await ask(site, hidden!.url, headers as Record<string, string>)).status).toBe(404);
});

test('machines read there what is the newsroom’s, and at SITE_URL where it is', async () => {
  const { main, a, b } = sites();
  const rss = await ask(a, '/feed.xml');
  expect(rss.text).toContain(`<title>${cable!.name}: releases</title>`);
  expect(rss.text).toContain(`<link>${a}${ours!.url}</link>`);
  expect(rss.text).not.toMatch(/Other ships|Quokka/);
  const json = JSON.parse((await ask(a, '/feed.json')).text);
  expect(json.feed_url).toBe(`${a}/feed.json`);
  expect(json.items.map(({ url, id }: { url: string; id: string }) => [url, id])).toEqual([
    [a + ours!.url, `${main}/releases/${ours!.id}`],
  ]);
  const everybodys = JSON.parse((await ask(main, '/feed.json')).text);
  const urls = everybodys.items.map(({ url }: { url: string }) => url);
  expect(urls).toEqual(expect.arrayContaining([a + ours!.url, main + theirs!.url]));
  expect((await ask(a, '/robots.txt')).text).toContain(`Sitemap: ${a}/sitemap.xml`);
  expect((await ask(b, '/robots.txt')).text).toContain(`Sitemap: ${main}/sitemap.xml`);
  const mapOf = async (site: string) =>
    [...(await ask(site, '/sitemap.xml')).text.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc);
  expect((await mapOf(a)).sort()).toEqual([a + cable!.url, `${a}/releases`, a + ours!.url].sort());
  for (const site of [main, b]) {
    const map = await mapOf(site);
    expect(map).toContain(main + theirs!.url);
    expect(map.filter((url) => url!.startsWith(a) || url!.includes(ours!.url))).toEqual([]);
  }
});

test('at SITE_URL, and at a domain that is nobody’s, everything is as it was, and says where it belongs', async ({
  page,
}) => {
  const { main, a, b } = sites();
  for (const site of [main, b]) {
    await page.goto(`${site}/`);
    await expect(page).toHaveURL(`${site}/`);
    await expect(page).toHaveTitle('Presskit: press releases, and how often they are read');
    await page.goto(site + ours!.url);
    await expect(page).toHaveTitle(`${ours!.title} · Presskit`);
    await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', a + ours!.url);
    await page.goto(site + theirs!.url);
    await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', main + theirs!.url);
  }
  for (const path of ['/sign-in', '/about/hits', `/api/hits/release/${theirs!.id}`])
    expect((await ask(a, path)).status, path).toBe(200);
});

test('a hit is one, at whichever domain', async ({ hits }) => {
  const { main, a, b } = sites();
  const refs = [
    { type: 'release', id: ours!.id },
    { type: 'newsroom', id: cable!.id },
    { type: 'release', id: theirs!.id },
  ] as const;
  const totals = async () => {
    await hits.settled();
    return Promise.all(refs.map(async (ref) => (await hits.now(ref)).total));
  };
  const before = await totals();
  for (const site of [main, a, b]) await ask(site, ours!.url);
  for (const path of ['/', cable!.url, theirs!.url]) await ask(a, path);
  // The home page and the page of another lead on: whoever is led on counts where they arrive.
  expect(await totals()).toEqual([before[0]! + 3, before[1]! + 1, before[2]!]);
});

test('an admin gives a domain, and the owner sees it', async ({ page }) => {
  const { main, a, b } = sites();
  const { setPassword } = await import('@/lib/auth/passwords');
  const { createUser } = await import('@/lib/auth/users');
  const admin = { email: 'ada@people.example', name: 'Ada Holm', isVerified: true, role: 'admin' as const };
  await setPassword((await createUser(admin)).id, 'grey ferry at noon');
  await page.goto(`${main}/sign-in?next=/admin/newsroom/${other!.id}`);
  await page.getByLabel('E-mail address').fill(admin.email);
  await page.getByLabel('Password').fill('grey ferry at noon');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('Its own domain').selectOption(a);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('main')).toContainText(/domain.*taken|taken.*domain|already/i);
  await page.getByLabel('Its own domain').selectOption(b);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/newsroom(\?.*)?$/);
  await page.goto(`${main}/author/newsrooms/${other!.id}`);
  await expect(page.getByText('It has a domain of its own')).toContainText(new URL(b).host);
  expect((await ask(b, '/')).headers.location).toBe(other!.url);
  expect((await ask(b, ours!.url)).headers.location).toBe(a + ours!.url);
  await page.goto(`${main}/admin/newsroom/${other!.id}`);
  await page.getByLabel('Its own domain').selectOption('');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(async () => (await ask(b, '/')).status).toBe(200);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'restored with JavaScript' : 'restored without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a newsroom whose domain is another’s by now comes back without it or with a free one', async ({
      page,
    }) => {
      const { main, a, b } = sites();
      const [{ createUser }, { setPassword }] = await Promise.all([
        import('@/lib/auth/users'),
        import('@/lib/auth/passwords'),
      ]);
      const email = `restorer-${javaScriptEnabled}@people.example`;
      const { id } = await createUser({ email, name: 'Rea Storer', isVerified: true, role: 'admin' });
      await setPassword(id, 'grey ferry at noon');
      const room = await ownNewsroom('Robbed');
      await setDomain(room.id, b);
      await deleteRecords((await userById(id))!, adminType('newsroom'), [room.id]);
      await setDomain(other!.id, b);
      await page.goto(`${main}/sign-in?next=/admin/newsroom/${room.id}`);
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password').fill('grey ferry at noon');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('button', { name: 'Restore', exact: true }).click();
      await expect(page.getByText(`“${b}” is taken by “${other!.name}”.`)).toBeVisible();
      const choice = page.getByLabel(`Its own domain of “${room.name}”`);
      await expect(choice).toHaveValue('');
      await expect(choice.getByRole('option')).toHaveText(['None']);
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);
      await setDomain(cable!.id, null);
      await page.goto(`${main}/admin/newsroom/${room.id}`);
      await page.getByRole('button', { name: 'Restore', exact: true }).click();
      await expect(choice.getByRole('option')).toHaveText(['None', a]);
      if (javaScriptEnabled) await choice.selectOption(a);
      await page.getByRole('button', { name: 'Restore', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Restored.' })).toBeVisible();
      await expect(page.getByLabel('Its own domain')).toHaveValue(javaScriptEnabled ? a : '');
      await setDomain(room.id, null);
      await setDomain(other!.id, null);
      await setDomain(cable!.id, a);
    });
  });
}

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'invited with JavaScript' : 'invited without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('an invitation to it is accepted at SITE_URL, also by a link that leads to its domain', async ({
      page,
      browser,
    }) => {
      const { main, a } = sites();
      const { invite } = await import('@/lib/auth/invitations');
      const { setPassword } = await import('@/lib/auth/passwords');
      const { createUser } = await import('@/lib/auth/users');
      const { mailTo } = await import('./mailbox');
      const inviter = { name: 'Ina Viter', isVerified: true, role: 'admin' as const };
      const [by, vera] = [
        await createUser({ ...inviter, email: `inviter-${javaScriptEnabled}@people.example` }),
        await createUser({
          name: 'Vera Lund',
          email: `invited-${javaScriptEnabled}@people.example`,
          isVerified: true,
        }),
      ];
      await setPassword(vera.id, 'grey ferry at noon');
      const link = async (email: string) => {
        await invite(by, { newsroomId: cable!.id, email, role: 'editor' });
        const { text } = await mailTo(email, /invites you/);
        expect(text).not.toContain(new URL(a).host);
        return /https?:\/\/\S+\/invitations\/\S+/.exec(text)![0];
      };

      await page.goto(`${main}/sign-in?next=/account`);
      await page.getByLabel('E-mail address').fill(vera.email);
      await page.getByLabel('Password').fill('grey ferry at noon');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page).toHaveURL(`${main}/account`);
      const old = (await link(vera.email)).replace(main, a);
      await page.goto(old);
      await page.getByRole('button', { name: 'Accept', exact: true }).click();
      await expect(page).toHaveURL(`${main}/author`);

      const email = `newcomer-${javaScriptEnabled}@people.example`;
      const context = await browser.newContext({ javaScriptEnabled });
      const theirs = await context.newPage();
      const fresh = await link(email);
      expect(fresh.startsWith(`${main}/invitations/`)).toBe(true);
      await theirs.goto(fresh);
      await theirs.getByLabel('Your name').fill('Nell Comer');
      await theirs.getByLabel('Password').fill('grey ferry at noon');
      await theirs.getByRole('button', { name: 'Make an account and accept' }).click();
      await expect(theirs).toHaveURL(`${main}/author`);
      await theirs.goto(`${main}/account`);
      await expect(theirs.getByText(email).first()).toBeVisible();
      await context.close();
    });
  });
}

test('the domain of a deleted newsroom is gone, and does not become the site of others', async ({
  page,
  expectTrouble,
}) => {
  const { main, a } = sites();
  await softDelete(newsroomType, [cable!.id]);
  for (const path of ['/', '/releases', '/feed.xml', '/feed.json', '/sitemap.xml', cable!.url, ours!.url]) {
    const answer = await ask(a, path);
    expect(answer.status, path).toBe(410);
    expect(answer.text, path).not.toContain('Cable');
  }
  expect((await ask(a, theirs!.url)).headers.location).toBe(main + theirs!.url);
  expect((await ask(a, '/sign-in')).status).toBe(200);
  expectTrouble(/410/);
  await page.goto(`${a}/`);
  await page.getByRole('link', { name: 'Latest releases' }).click();
  await expect(page).toHaveURL(`${main}/`);
  expect(JSON.parse((await ask(main, '/feed.json')).text).items.length).toBeGreaterThan(0);
});
