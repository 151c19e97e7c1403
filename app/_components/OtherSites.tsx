import { otherDomains } from '@/lib/auth/sso/links';
import { domain } from '../_site/domain';
import { PeerLink } from './PeerLink';

/** The other domains of this deployment, if it has any. */
export async function OtherSites() {
  const others = otherDomains(await domain());
  if (others.length === 0) return null;
  return (
    <nav aria-label="Our other sites">
      <ul>
        {others.map(({ name, url }) => (
          <li key={url}>
            <PeerLink href={url}>{name}</PeerLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
