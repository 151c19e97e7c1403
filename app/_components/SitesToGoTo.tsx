import { sitesToGoTo } from '@/lib/auth/sso/links';
import { domain } from '../_site/domain';
import { PeerLink } from './PeerLink';

/** For somebody who has signed in: where else they are then. Nothing, when there is no other site. */
export async function SitesToGoTo() {
  const sites = await sitesToGoTo(await domain());
  if (sites.length === 0) return null;
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">Other sites</h2>
      <p>Follow one of these links, and you arrive signed in.</p>
      <ul>
        {sites.map(({ name, url }) => (
          <li key={url}>
            <PeerLink href={url}>{name}</PeerLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
