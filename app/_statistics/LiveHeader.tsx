import type { ReactNode } from 'react';
import { LiveNumbers } from './LiveNumbers';
import type { Place } from './view';

type Live = { today: number | null; now: number | null; at: string };

/** The head of the page: whose numbers these are, those of this moment, and what they are numbers of. */
export function LiveHeader({
  place,
  live,
  isCurrent,
  countedHref,
  above,
}: {
  place: Place;
  live: Live;
  /** Whether the page shows today. */
  isCurrent: boolean;
  countedHref: string;
  /** Where one is, above the heading. */
  above: ReactNode;
}) {
  return (
    <header className="stat-head">
      <div>
        {above}
        <h1>{place.name}</h1>
      </div>
      <LiveNumbers source={place.live} initial={live} isCurrent={isCurrent} />
      <p className="stat-what">
        A hit is one time that a person’s browser asked for {what[place.kind]} and got it. Downloads of files,
        and reads by programs, are counted apart. All figures come from the web server’s log.{' '}
        <a href={countedHref}>How this was counted</a>
      </p>
    </header>
  );
}

const what = {
  release: 'this release',
  newsroom: 'this newsroom’s page or a release of it',
  newsrooms: 'the page of a newsroom or a release',
};
