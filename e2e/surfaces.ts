import type { APIRequestContext } from '@playwright/test';
import { addFile } from '@/lib/content/files';
import { createRelease, type Release } from '@/lib/content/releases';
import { ownNewsroom, publicReleaseOf, publish, token } from './content';
import { picture } from './sample';

/**
 * A release with a word of its own in everything that it has, and every place of the site where one of them could be
 * seen. `swept` says of each place whether it shows the release, so that a test can ask for all and for none.
 */
export type Canary = {
  release: Release;
  newsroom: { id: number; name: string; url: string };
  /** Public, of the same newsroom and topic, so that each is related to the other. */
  sibling: Release;
  words: Record<'title' | 'subtitle' | 'dateline' | 'body' | 'tag' | 'paper' | 'alt' | 'caption', string>;
  picture: { id: number; path: string };
};

/** A canary that is published now and has not been asked for yet. */
export async function canary(): Promise<Canary> {
  const newsroom = await ownNewsroom('Aviary');
  const words = {
    title: `Titel${token()}`,
    subtitle: `Untertitel${token()}`,
    dateline: `Ort${token()}`,
    body: `Inhalt${token()}`,
    tag: `thema${token()}`,
    paper: `Papier${token()}`,
    alt: `Bild${token()}`,
    caption: `Unterschrift${token()}`,
  };
  const topic = `birds ${token()}`;
  const sibling = await publish({ newsroomId: newsroom.id, title: 'The other bird', tags: [topic] });
  const { id } = await createRelease({
    newsroomId: newsroom.id,
    title: `About ${words.title}`,
    subtitle: words.subtitle,
    dateline: words.dateline,
    bodyHtml: `<p>It is about ${words.body}.</p>`,
    tags: [topic, words.tag],
    status: 'published',
  });
  const of = { newsroomId: newsroom.id, releaseId: id };
  const data = await picture(1000, 700, '#ca8a04');
  const { alt, caption, paper } = words;
  const name = `${alt}.jpg`;
  const shown = await addFile({ ...of, kind: 'image', name, data, alt, caption });
  const text = Buffer.from(`The paper of ${paper}\n`);
  await addFile({ ...of, kind: 'attachment', name: `${paper}.txt`, data: text, title: paper });
  const release = await publicReleaseOf(id);
  const path = `/files/${shown.id}/${alt.toLowerCase()}.jpg`;
  return { release, newsroom, sibling, words, picture: { id: shown.id, path } };
}

type Surface = {
  path: string;
  headers?: Record<string, string>;
  /** A place of the release's own: it is there or answers 404. Elsewhere, a word of the release is there or not. */
  own?: boolean;
  /** How many redirects to follow: with these headers, Next wants an "_rsc" of its own making. */
  redirects?: number;
  /** The status when it is there; else 200. */
  status?: number;
  /** The words looked for: not the one that was searched for, which the page repeats. */
  without?: keyof Canary['words'];
  /** What tells that it is shown, where no word of it is. */
  sign?: RegExp;
};

function surfaces({ release, newsroom, sibling, words, picture: shown }: Canary): Record<string, Surface> {
  const attachment = release.attachments[0]!;
  const widths = release.pictures[0]!.srcset.split(', ').map((entry) => entry.split(' ')[0]!);
  const search = (word: keyof Canary['words']) => ({ path: `/releases?q=${words[word]}`, without: word });
  const pages: Record<string, Surface> = {
    home: { path: '/' },
    archive: { path: '/releases' },
    'search by title': search('title'),
    'search by body': search('body'),
    topic: { path: `/releases?tag=${words.tag}`, without: 'tag' },
    'newsroom filter': { path: `/releases?newsroom=${newsroom.id}` },
    newsroom: { path: newsroom.url },
    'related release': { path: sibling.url },
    'count of the newsroom': { path: newsroom.url, sign: />2 releases</ },
    'own page': { path: release.url, own: true },
  };
  // What a link within the site asks for.
  const soft = Object.entries(pages)
    .filter(([, { sign }]) => !sign)
    .map(([name, surface]): [string, Surface] => [
      `${name}, by a link`,
      {
        ...surface,
        path: `${surface.path}${surface.path.includes('?') ? '&' : '?'}_rsc`,
        headers: { RSC: '1' },
      },
    ]);
  return {
    ...pages,
    ...Object.fromEntries(soft),
    'own page under another slug': { path: `/releases/${release.id}/x`, own: true, status: 308 },
    'own page, prefetched': {
      path: release.url,
      headers: { RSC: '1', 'Next-Router-Prefetch': '1' },
      own: true,
      redirects: 1,
    },
    'share image': { path: `${release.url}/card.png`, own: true },
    download: { path: attachment.url, own: true },
    'original picture': { path: shown.path, own: true },
    ...Object.fromEntries(widths.map((path) => [`picture ${path}`, { path, own: true }])),
    hits: { path: `/api/hits/release/${release.id}`, own: true },
    'hits of the download': { path: `/api/hits/file/${attachment.id}`, own: true },
    'hits of the picture': { path: `/api/hits/file/${shown.id}`, own: true },
    RSS: { path: '/feed.xml' },
    'JSON feed': { path: '/feed.json' },
    'RSS of the newsroom': { path: `${newsroom.url}/feed.xml` },
    'JSON feed of the newsroom': { path: `${newsroom.url}/feed.json` },
    sitemap: { path: '/sitemap.xml' },
  };
}

/** Where the release shows: place -> true or false, or what is wrong with the place's answer. */
export async function swept(
  request: APIRequestContext,
  at: Canary,
): Promise<Record<string, boolean | string>> {
  const seen: Record<string, boolean | string> = {};
  for (const [name, surface] of Object.entries(surfaces(at))) seen[name] = await seenAt(request, surface, at);
  return seen;
}

/**
 * Which of these words show where: for what readers are not to see of a release that they do see, such as its working
 * copy. Places without any are left out.
 */
export async function leaks(
  request: APIRequestContext,
  at: Canary,
  words: Canary['words'],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, { path, headers, redirects = 0, without }] of Object.entries(
    surfaces({ ...at, words }),
  )) {
    const response = await request.get(path, { headers, maxRedirects: redirects });
    const body = Buffer.from(await response.body()).toString('latin1');
    const seen = Object.entries(words).filter(([word, text]) => word !== without && body.includes(text));
    if (seen.length > 0) found[name] = seen.map(([word]) => word);
  }
  return found;
}

/** Every place of the site with the same answer: what `swept` is to be. */
export const everywhere = (at: Canary, shown: boolean): Record<string, boolean> =>
  Object.fromEntries(Object.keys(surfaces(at)).map((name) => [name, shown]));

async function seenAt(request: APIRequestContext, surface: Surface, at: Canary): Promise<boolean | string> {
  const { path, headers, own = false, status = 200, redirects = 0, without, sign } = surface;
  const response = await request.get(path, { headers, maxRedirects: redirects });
  const type = response.headers()['content-type'] ?? '';
  const body = Buffer.from(await response.body()).toString('latin1');
  const text = `${response.headers().location ?? ''} ${body}`;
  // The slug is made of the title; only where the address asked for has it may the answer repeat it.
  const words = Object.entries({ ...at.words, ...(own ? {} : { slug: at.release.slug }) });
  const found = words.filter(([name, word]) => name !== without && text.includes(word)).map(([name]) => name);
  if (own) {
    // 410 where it was deleted; hidden.spec.ts says which of the two it has to be.
    if ([404, 410].includes(response.status()))
      return found.length > 0 ? `${response.status()}, but with ${found}` : false;
    return response.status() === status || `status ${response.status()}`;
  }
  if (response.status() !== 200) return `status ${response.status()}`;
  if (headers?.RSC && !type.startsWith('text/x-component')) return `content type ${type}`;
  return sign ? sign.test(body) : found.length > 0;
}
