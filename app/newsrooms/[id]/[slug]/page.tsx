import type { Metadata } from 'next';
import Link from 'next/link';
import { searchReleases } from '@/lib/content/releases';
import { counts, countsOf } from '@/lib/hits/statistics';
import { Contacts } from '../../../_components/Contacts';
import { Hits } from '../../../_components/Hits';
import { JsonLd } from '../../../_components/JsonLd';
import { Pages } from '../../../_components/Pages';
import { PeerLink } from '../../../_components/PeerLink';
import { Logo } from '../../../_components/Picture';
import { ReleaseEntry } from '../../../_components/ReleaseEntry';
import { bareUrl, counted, number } from '../../../_site/format';
import { here } from '../../../_site/here';
import { absolute, metadataOf, siteOf } from '../../../_site/metadata';
import { pageOf } from '../../../_site/requests';
import { newsroomAt } from './newsroom';

const perPage = 12;

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/newsrooms/[id]/[slug]'>): Promise<Metadata> {
  const query = await searchParams;
  const newsroom = await newsroomAt(await params, query);
  const { page } = pageOf(query);
  return metadataOf({
    title: page > 1 ? `${newsroom.name}, page ${number(page)}` : newsroom.name,
    description: newsroom.description || `Press releases of ${newsroom.name}.`,
    path: page > 1 ? `${newsroom.url}?page=${page}` : newsroom.url,
    site: siteOf(newsroom),
    isHome: page === 1 && (await here()).newsroom !== null,
    feeds: {
      title: `Releases of ${newsroom.name}`,
      rss: `${newsroom.url}/feed.xml`,
      json: `${newsroom.url}/feed.json`,
    },
  });
}

export default async function NewsroomPage({ params, searchParams }: PageProps<'/newsrooms/[id]/[slug]'>) {
  const query = await searchParams;
  const newsroom = await newsroomAt(await params, query);
  const { page, problem } = pageOf(query);
  const [found, hits] = await Promise.all([
    searchReleases({ newsroomId: newsroom.id, page, perPage }),
    counts({ type: 'newsroom', id: newsroom.id }),
  ]);
  const each = await countsOf(found.releases.map(({ id }) => ({ type: 'release', id })));
  return (
    <div className="wrap">
      <header className="newsroom-head">
        <Logo name={newsroom.name} logo={newsroom.logo} size="large" />
        <div>
          <p className="label">Newsroom</p>
          <h1>{newsroom.name}</h1>
          {newsroom.description && <p className="newsroom-about">{newsroom.description}</p>}
        </div>
      </header>
      <div className="release-bar newsroom-bar">
        <p className="release-date">{counted(found.total, 'release')}</p>
        <Hits counts={hits} />
      </div>
      <div className="with-side">
        <section aria-labelledby="releases">
          <h2 id="releases" className="label">
            Releases
          </h2>
          {problem && <p className="notice">{problem}</p>}
          {found.releases.map((release, index) => (
            <ReleaseEntry
              key={release.id}
              as="row"
              heading="h3"
              release={release}
              counts={each[index]}
              showNewsroom={false}
            />
          ))}
          {found.total === 0 && <p className="empty">{newsroom.name} has not published a release yet.</p>}
          {found.total > 0 && found.releases.length === 0 && (
            <p className="empty">
              There is no page {number(page)}; the last is{' '}
              <Link href={`${newsroom.url}?page=${found.pages}`} prefetch={false}>
                page {number(found.pages)}
              </Link>
              .
            </p>
          )}
          <Pages
            page={page}
            pages={found.pages}
            label="Pages of releases"
            href={(to) => (to > 1 ? `${newsroom.url}?page=${to}` : newsroom.url)}
          />
        </section>
        <aside className="side" aria-label={`About ${newsroom.name}`}>
          <Contacts contacts={newsroom.contacts} />
          {newsroom.boilerplate && (
            <section aria-labelledby="about">
              <h2 id="about">About {newsroom.name}</h2>
              <p>{newsroom.boilerplate}</p>
            </section>
          )}
          <section aria-labelledby="follow">
            <h2 id="follow">Follow</h2>
            <ul className="links">
              {newsroom.website && (
                <li>
                  <PeerLink href={newsroom.website} rel="noopener">
                    {bareUrl(newsroom.website)}
                  </PeerLink>
                </li>
              )}
              <li>
                <a href={`${newsroom.url}/feed.xml`}>RSS feed</a>
              </li>
              <li>
                <a href={`${newsroom.url}/feed.json`}>JSON feed</a>
              </li>
            </ul>
          </section>
        </aside>
      </div>
      <JsonLd
        data={{
          '@context': 'https://schema.org',
          '@type': 'Organization',
          name: newsroom.name,
          description: newsroom.description || undefined,
          url: newsroom.website ?? absolute(newsroom.url, newsroom.domain),
          logo: newsroom.logo ? absolute(newsroom.logo.src, newsroom.domain) : undefined,
        }}
      />
    </div>
  );
}
