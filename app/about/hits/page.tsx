import type { Metadata } from 'next';
import { metadataOf } from '../../_site/metadata';

export const generateMetadata = (): Metadata =>
  metadataOf({
    title: 'How hits are counted',
    description:
      'What the numbers beside a release, a newsroom and a download mean, and what is not in them.',
    path: '/about/hits',
  });

export default function AboutHits() {
  return (
    <div className="wrap">
      <article className="plain">
        <header className="page-head">
          <h1>How hits are counted</h1>
          <p>
            Every release, newsroom and download shows how often it has been asked for. This is what the
            numbers mean.
          </p>
        </header>
        <div className="prose">
          <h2>What is a hit</h2>
          <p>
            A hit is one time that a person’s browser asked for a page or a file of this site and got it.
            Reading a release twice is two hits. Following a link within the site is one hit, as is opening
            the page afresh. For a file, a hit is a download that begins at its beginning.
          </p>
          <h2>What is not a hit</h2>
          <ul>
            <li>
              Robots: search engines, AI crawlers, feed readers, monitors, and programs that do not say what
              they are.
            </li>
            <li>Pages that a browser fetches in advance, before anybody has asked to see them.</li>
            <li>Requests that were refused, redirected or failed.</li>
            <li>Pictures, styles and scripts that belong to a page.</li>
          </ul>
          <h2>Where the numbers come from</h2>
          <p>
            From the web server’s log and from nothing else. There is no counting script in the pages and no
            cookie, so it makes no difference whether a browser runs JavaScript or blocks trackers. Today’s
            hits are counted from the log as it is written. After midnight the whole day is counted once more,
            and that sum is added to the total for good.
          </p>
          <p>
            “Today” begins at midnight in the time zone of this site. “In total” is every hit since the
            release was published, today’s included. If today’s count cannot be read for a moment, the page
            says so and shows the total of what is known.
          </p>
          <h2>What is kept about readers</h2>
          <p>
            To tell how many different people read something on a day, addresses are mixed with a random
            secret that is thrown away at the end of that day. Afterwards neither the address nor the mixture
            is kept with the counts, only the sums.
          </p>
        </div>
      </article>
    </div>
  );
}
