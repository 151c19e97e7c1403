import { nextPath } from '../../_site/next-path';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { currentUser } from '../../_site/who';

export const metadata = personal('Signing in did not work');

/** One page for every reason; which it was stands in the audit log. */
export default async function RefusedPage({ searchParams }: { searchParams: Promise<Query> }) {
  const next = nextPath(text(await searchParams, 'next', 2000)) || '/';
  const user = await currentUser();
  return (
    <div className="wrap narrow">
      <h1>Signing in from the other site did not work</h1>
      <p>
        Nothing was changed{user && `: you are signed in here as ${user.name}, as before`}. A link like this
        works once and for a minute; going back and following it again is often all it takes.
      </p>
      <ul className="narrow-links">
        <li>
          <a href={next}>Go on to the page{user ? '' : ' without signing in'}</a>
        </li>
        {!user && (
          <li>
            <a href={`/sign-in?next=${encodeURIComponent(next)}`}>Sign in here</a>
          </li>
        )}
      </ul>
      <p className="field-hint">
        If it goes on, tell whoever runs this site when it happened. They can see why.
      </p>
    </div>
  );
}
