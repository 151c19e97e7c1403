import { addFile } from '@/lib/content/files';
import { createNewsroom } from '@/lib/content/newsrooms';
import { longAgo, publicReleaseOf, publish, token } from './content';
import { picture } from './sample';

/** One page of every type, filled with what is hard to fit: long words and names, wide tables, many contacts. */
export type PageType = { name: string; path: string; status?: number };

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const longAddress = `https://example.com/${'a-very-long-path-without-any-end-'.repeat(6)}`;

export async function pageTypes(): Promise<PageType[]> {
  const { id, slug } = await createNewsroom({
    name: `${token()} ${longWord}`,
    description: `The ${longWord} of ${longWord}.`,
    website: longAddress,
    boilerplate: `About ${longWord}: ${longAddress}`,
    contacts: [
      { name: longWord, role: `Head of ${longWord}`, email: `${'press.'.repeat(9)}office@example.com` },
      { name: 'Someone Else', phone: '+49 221 555 010 203 040 506 070 809' },
    ],
  });
  const release = await publish({
    newsroomId: id,
    title: `${longWord} opens ${longWord}`,
    subtitle: `${longWord}: ${longWord}`,
    dateline: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch',
    publishedAt: longAgo,
    tags: [longWord.slice(0, 60).toLowerCase(), 'ships'],
    bodyHtml: [
      `<p>${longWord} <a href="${longAddress}">${longAddress}</a> <code>${longWord.repeat(3)}</code></p>`,
      `<h2>${longWord}</h2><blockquote><p>${longWord}</p><p>— ${longWord}</p></blockquote>`,
      `<pre>${'a line that does not break '.repeat(20)}</pre>`,
      `<table><thead><tr>${'<th>Quarter and year</th>'.repeat(12)}</tr></thead>`,
      `<tbody><tr>${'<td>1,234,567.89</td>'.repeat(12)}</tr></tbody></table>`,
      '<table><tbody><tr><th>Ships</th><td>12</td></tr></tbody></table>',
      `<ol><li>${longWord}<ul><li>${longWord}</li></ul></li></ol>`,
    ].join(''),
  });
  const of = { newsroomId: id, releaseId: release.id };
  for (const [name, width, height] of [
    ['wide', 2400, 300],
    ['high', 300, 2400],
    ['small', 60, 40],
  ] as const) {
    const data = await picture(width, height, '#4d7c0f');
    await addFile({ ...of, kind: 'image', name: `${name}.jpg`, data, alt: name, caption: longWord });
  }
  const title = `${longWord} ${longWord}`;
  await addFile({ ...of, kind: 'attachment', name: 'a.txt', data: Buffer.from('a\n'), title });
  const { url } = await publicReleaseOf(release.id);
  return [
    { name: 'home', path: '/' },
    { name: 'archive', path: '/releases' },
    { name: 'search', path: '/releases?q=barometer' },
    { name: 'search that finds long words', path: `/releases?q=${longWord}&newsroom=${id}&tag=ships` },
    { name: 'search that finds nothing', path: `/releases?q=${'x'.repeat(180)}` },
    { name: 'release', path: url },
    { name: 'newsroom', path: `/newsrooms/${id}/${slug}` },
    { name: 'newsrooms', path: '/newsrooms' },
    { name: 'about', path: '/about/hits' },
    { name: '404', path: '/nothing/here', status: 404 },
  ];
}
