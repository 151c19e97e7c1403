import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { newsrooms } from '@/lib/content/newsrooms';
import { popularTags, type SnippetPart, searchReleases } from '@/lib/content/releases';
import { countsOf } from '@/lib/hits/statistics';
import { ActiveFilters, ArchiveForm, Topics } from '../_components/ArchiveFilters';
import { Pages } from '../_components/Pages';
import { ReleaseEntry } from '../_components/ReleaseEntry';
import { counted, number } from '../_site/format';
import { here, mustBelongHere } from '../_site/here';
import { metadataOf } from '../_site/metadata';
import { archiveUrl, idOf, pageOf, type Query, text, withQuery } from '../_site/requests';

const perPage = 15;

export async function generateMetadata({ searchParams }: PageProps<'/releases'>): Promise<Metadata> {
  const { q, tag, newsroom, page } = asked(await searchParams);
  const own = await ownNewsroom(await searchParams);
  return metadataOf({
    title: q
      ? `Search: ${q}`
      : tag
        ? `Releases on ${tag}`
        : page > 1
          ? `Releases, page ${number(page)}`
          : 'Releases',
    description: own
      ? `Search the press releases of ${own.name} by word and topic.`
      : 'Search all press releases by word, topic and newsroom.',
    path: archiveUrl({ q, tag, newsroom: own ? null : newsroom, page }),
    site: own?.site,
    // A search engine need not index searches.
    index: q === '',
  });
}

/** The newsroom whose site this is; another one's releases are asked for where those are. */
async function ownNewsroom(query: Query) {
  const { newsroom, isGone, origin } = await here();
  if (isGone) notFound();
  if (!newsroom) return null;
  const { newsroom: id } = asked(query);
  if (id !== null) await mustBelongHere({ id, domain: null }, withQuery('/releases', query));
  return { id: newsroom.id, name: newsroom.name, site: { origin, name: newsroom.name } };
}

export default async function Archive({ searchParams }: PageProps<'/releases'>) {
  const filters = asked(await searchParams);
  const { q, tag, page } = filters;
  const own = await ownNewsroom(await searchParams);
  const [rooms, tags] = await Promise.all([own ? [] : newsrooms(), popularTags(16, own?.id)]);
  const newsroom = rooms.find(({ id }) => id === filters.newsroom) ?? null;
  const problems = [filters.problem];
  if (filters.newsroomGiven && !newsroom && !own)
    problems.push(
      `There is no newsroom “${filters.newsroomGiven}”. These are the releases of all newsrooms.`,
    );
  const found = await searchReleases({
    page,
    perPage,
    ...(q ? { q } : {}),
    ...(tag ? { tag } : {}),
    ...((own ?? newsroom) ? { newsroomId: (own ?? newsroom)!.id } : {}),
  });
  const counts = await countsOf(found.releases.map(({ id }) => ({ type: 'release', id })));
  const here = { q, tag, newsroom: newsroom?.id ?? null };
  const shown = { q, tag, newsroom };
  return (
    <div className="wrap">
      <header className="page-head">
        <h1>Releases</h1>
      </header>
      <ArchiveForm {...shown} newsrooms={own ? null : rooms} />
      {problems.map(
        (problem) =>
          problem && (
            <p key={problem} className="notice">
              {problem}
            </p>
          ),
      )}
      <div className="with-side">
        <section aria-labelledby="results">
          <h2 id="results" className="label">
            {summary(found.total, q, tag, newsroom?.name)}
          </h2>
          <ActiveFilters {...shown} />
          {found.releases.map((release, index) => (
            <ReleaseEntry
              key={release.id}
              as="row"
              heading="h3"
              release={release}
              counts={counts[index]}
              snippet={snippetOf(release)}
              showNewsroom={own === null}
            />
          ))}
          {found.total === 0 && (
            <p className="empty">
              {q || tag || newsroom ? (
                <>
                  Try fewer or other words, or{' '}
                  <Link href="/releases" prefetch={false}>
                    see all releases
                  </Link>
                  .
                </>
              ) : (
                'Nothing has been published yet.'
              )}
            </p>
          )}
          {found.total > 0 && found.releases.length === 0 && (
            <p className="empty">
              There is no page {number(page)}; the last is{' '}
              <Link href={archiveUrl({ ...here, page: found.pages })} prefetch={false}>
                page {number(found.pages)}
              </Link>
              .
            </p>
          )}
          <Pages
            page={page}
            pages={found.pages}
            label="Pages of releases"
            href={(to) => archiveUrl({ ...here, page: to })}
          />
        </section>
        <aside className="side" aria-label="Topics">
          <Topics tags={tags} filters={shown} />
        </aside>
      </div>
    </div>
  );
}

function asked(query: Query) {
  const newsroomGiven = text(query, 'newsroom', 40);
  return {
    q: text(query, 'q'),
    tag: text(query, 'tag', 100),
    newsroom: idOf(newsroomGiven),
    newsroomGiven,
    ...pageOf(query),
  };
}

function summary(total: number, q: string, tag: string, newsroom: string | undefined): string {
  const about = [q && `for “${q}”`, tag && `on ${tag}`, newsroom && `from ${newsroom}`]
    .filter(Boolean)
    .join(' ');
  return `${total === 0 ? 'No releases' : counted(total, 'release')} ${about}`.trim();
}

/** Where in the text the words stand; nothing when they stand elsewhere, in the title or a tag. */
function snippetOf({ snippet, excerpt }: { snippet: SnippetPart[] | null; excerpt: string }) {
  if (!snippet?.some(({ hit }) => hit)) return undefined;
  const opens = excerpt.startsWith(
    snippet
      .map(({ text }) => text)
      .join('')
      .slice(0, 30),
  );
  return (
    <>
      {!opens && '… '}
      {snippet.map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence never change their order
        part.hit ? <mark key={index}>{part.text}</mark> : part.text,
      )}
      {' …'}
    </>
  );
}
