import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { now } from '@/lib/clock';
import { newsrooms } from '@/lib/content/newsrooms';
import { latestReleases, popularTags } from '@/lib/content/releases';
import { countsOf } from '@/lib/hits/statistics';
import { NewsroomList } from './_components/NewsroomList';
import { ReleaseEntry } from './_components/ReleaseEntry';
import { dayWithWeekday } from './_site/format';
import { here } from './_site/here';
import { metadataOf } from './_site/metadata';
import { archiveUrl, type Query, withQuery } from './_site/requests';

type Props = { searchParams: Promise<Query> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await goHome(await searchParams);
  return metadataOf({
    title: 'Presskit: press releases, and how often they are read',
    description:
      'The latest press releases from every newsroom, with pictures, downloads and contacts for the media.',
    path: '/',
  });
}

/**
 * A newsroom's own site begins with its page. That has one address, by which it is counted, so it is led to and not
 * shown at this one, too. Not for good: the domain may become another's.
 */
async function goHome(query: Query): Promise<void> {
  const { newsroom, isGone } = await here();
  if (isGone) notFound();
  if (newsroom) redirect(withQuery(newsroom.url, query));
}

export default async function Home({ searchParams }: Props) {
  await goHome(await searchParams);
  const [releases, rooms, tags] = await Promise.all([latestReleases(13), newsrooms(), popularTags(14)]);
  const counts = await countsOf(releases.map(({ id }) => ({ type: 'release', id })));
  const entries = releases.map((release, index) => ({ release, counts: counts[index] }));
  // The lead story is the newest; the next three with a picture stand beneath it, the others follow as a list.
  const [lead, ...others] = entries;
  const cards = others.filter(({ release }) => release.image).slice(0, 3);
  const rows = others.filter((entry) => !cards.includes(entry));
  const today = now();
  return (
    <div className="wrap home">
      <div className="masthead">
        <h1>Latest releases</h1>
        <time dateTime={today.toISOString().slice(0, 10)}>{dayWithWeekday(today)}</time>
      </div>
      {lead ? (
        <ReleaseEntry as="lead" {...lead} />
      ) : (
        <p className="empty">
          Nothing has been published yet. The first release will stand here, and in the{' '}
          <a href="/feed.xml">feed</a>.
        </p>
      )}
      {cards.length > 0 && (
        <div className="cards">
          {cards.map((entry) => (
            <ReleaseEntry key={entry.release.id} as="card" {...entry} />
          ))}
        </div>
      )}
      <div className="home-more">
        {rows.length > 0 && (
          <section aria-labelledby="more">
            <h2 id="more" className="label">
              More releases
            </h2>
            {rows.map((entry) => (
              <ReleaseEntry key={entry.release.id} as="row" heading="h3" {...entry} />
            ))}
            <p className="onward">
              <Link href="/releases" prefetch={false}>
                All releases
              </Link>
            </p>
          </section>
        )}
        <div>
          {rooms.length > 0 && (
            <section aria-labelledby="rooms">
              <h2 id="rooms" className="label">
                Newsrooms
              </h2>
              <NewsroomList newsrooms={rooms} as="lines" />
            </section>
          )}
          {tags.length > 0 && (
            <section aria-labelledby="topics">
              <h2 id="topics" className="label">
                Topics
              </h2>
              <ul className="tags">
                {tags.map(({ tag }) => (
                  <li key={tag}>
                    <Link href={archiveUrl({ tag })} prefetch={false}>
                      {tag}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </div>
    </div>
  );
}
