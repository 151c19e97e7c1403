import { mayIn } from '@/lib/auth/rights';
import { listShareLinks } from '@/lib/auth/share-links';
import { Form, Submit } from '../_components/Form';
import { dayShort, time } from '../_site/format';
import type { Query } from '../_site/requests';
import { viewAt } from './asked';
import type { Door } from './doors';
import { Scroll } from './Scroll';
import { ShareForm } from './ShareForm';
import { revokeLink } from './share-actions';
import { paramsOf } from './view';

/** Links that show this page to whoever has them: make one, see which there are, take one back. */
export async function Share({ door, params }: { door: Door; params: Query }) {
  const { user, newsroom, place } = door;
  if (!user || !newsroom || place.id === null || place.kind === 'newsrooms') return null;
  if (!(await mayIn(user, newsroom.id, 'publish'))) return null;
  const links = await listShareLinks(user, { type: place.kind, id: place.id });
  const { view } = viewAt(place, params);
  return (
    <section className="panel share" id="share" aria-labelledby="share-title">
      <h2 id="share-title" className="label">
        Share these statistics
      </h2>
      <p className="small">
        Whoever has the link sees this page, its cards and exports, and nothing else: without signing in,
        until the link expires or is revoked. It begins with {view.query.label}, as here; whoever has it can
        choose other periods{view.query.filter && ', and it begins without the filter'}.
      </p>
      <ShareForm type={place.kind} id={place.id} view={paramsOf(view).toString()} />
      <Form action={revokeLink} label="Links there are" className="share-links">
        {links.length > 0 && (
          <Scroll label="Links to these statistics">
            <table className="figures">
              <thead>
                <tr>
                  <th scope="col">For</th>
                  <th scope="col">Made</th>
                  <th scope="col">By</th>
                  <th scope="col">Last opened</th>
                  <th scope="col">Expires</th>
                  <th scope="col">
                    <span className="hidden">Revoke</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {links.map((link) => (
                  <tr key={link.id}>
                    <th scope="row">{link.name || `Link ${link.id}`}</th>
                    <td>{moment(link.createdAt)}</td>
                    <td>{link.createdBy ?? '–'}</td>
                    <td>{link.usedAt ? moment(link.usedAt) : 'never'}</td>
                    <td>
                      {link.expiresAt ? dayShort(link.expiresAt) : 'never'}
                      {link.rests && `; does not work: ${resting[link.rests]}`}
                    </td>
                    <td className="num">
                      <Submit kind="quiet" name="link" value={link.id}>
                        Revoke<span className="hidden"> {link.name || `link ${link.id}`}</span>
                      </Submit>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Form>
    </section>
  );
}

/** Of two links of one day, too, one is the earlier. */
const moment = (at: Date) => `${dayShort(at)}, ${time(at)}`;

const resting = {
  maker: 'who made it may not share this any more',
  unpublished: 'readers do not see the release at present',
};
