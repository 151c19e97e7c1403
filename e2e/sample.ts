import { addFile } from '@/lib/content/files';
import { createNewsroom } from '@/lib/content/newsrooms';
import { createRelease } from '@/lib/content/releases';
import { sharp } from '@/lib/content/sharp';

/** The content browser tests meet: little of it, and every kind. */
const hour = 3_600_000;

export async function fillSample(): Promise<void> {
  const acme = await createNewsroom({
    name: 'Acme Instruments',
    description: 'Makers of instruments that measure what others guess.',
    website: 'https://acme.example',
    boilerplate: 'Acme Instruments has measured things since 1921.',
    contacts: [{ name: 'Vera Lund', role: 'Press', email: 'press@acme.example', phone: '+46 31 555 01 00' }],
  });
  const other = await createNewsroom({
    name: 'Bürgerbad Köln',
    description: 'A swimming pool that its swimmers own.',
  });
  const logo = await picture(400, 400, '#1d4ed8');
  await addFile({ newsroomId: acme.id, kind: 'logo', name: 'acme.png', data: logo, alt: 'Acme' });

  const lead = await createRelease({
    newsroomId: acme.id,
    title: 'Acme ships a barometer that fits on a fingernail',
    subtitle: 'It draws less power than a wristwatch',
    dateline: 'Gothenburg, Sweden',
    status: 'published',
    publishedAt: new Date(Date.now() - hour),
    bodyHtml:
      '<p>Acme Instruments today shipped <strong>Petrel</strong>, the smallest barometer made in series.</p>' +
      '<h2>Where it goes</h2><ul><li>Weather stations</li><li>Mountain rescue</li></ul>' +
      '<blockquote><p>We have waited for this for ten years.</p></blockquote>',
    tags: ['barometers', 'hardware'],
  });
  const at = { newsroomId: acme.id, releaseId: lead.id };
  const photo = await picture(1600, 1000, '#0f766e');
  await addFile({
    ...at,
    kind: 'image',
    name: 'petrel.jpg',
    data: photo,
    alt: 'A barometer on a fingernail',
    caption: 'Petrel',
  });
  await addFile({
    ...at,
    kind: 'attachment',
    name: 'Petrel data.txt',
    data: Buffer.from('Range: 300 to 1100 hPa\n'),
    title: 'Data sheet',
  });

  for (let n = 1; n <= 24; n++) {
    await createRelease({
      newsroomId: n % 2 ? acme.id : other.id,
      title: n % 2 ? `Acme measures the depth of lake ${n}` : `The pool opens lane ${n}`,
      status: 'published',
      publishedAt: new Date(Date.now() - n * 24 * hour),
      bodyHtml: `<p>Report number ${n}, with all that is known.</p>`,
      tags: n % 2 ? ['lakes'] : ['swimming'],
    });
  }
  const later = { newsroomId: acme.id, bodyHtml: '<p>Nobody may read this yet.</p>' };
  await createRelease({ ...later, title: 'A draft of something secret', status: 'draft' });
  const embargo = new Date(Date.now() + 48 * hour);
  await createRelease({
    ...later,
    title: 'Under embargo until the day after tomorrow',
    status: 'embargoed',
    publishedAt: embargo,
  });
}

export const picture = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();
