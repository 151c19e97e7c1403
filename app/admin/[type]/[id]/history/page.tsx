import Link from 'next/link';
import { actsOn, type Entry, historyOf, stateAt } from '@/lib/admin/history';
import { recordForm } from '@/lib/admin/record-form';
import { Changes } from '../../../../_admin/Changes';
import { enteredType, idOrMissing } from '../../../../_admin/entered';
import { recordUrl } from '../../../../_admin/paths';
import { titled } from '../../../../_admin/titles';
import { moment } from '../../../../_admin/words';
import { Form, Submit } from '../../../../_components/Form';
import { idOf, type Query, text } from '../../../../_site/requests';
import { back } from '../../../actions';

export async function generateMetadata(props: Props) {
  const { type, id } = await props.params;
  return titled(type, (one) => `History of ${one.toLowerCase()} ${id}`);
}

type Props = { params: Promise<{ type: string; id: string }>; searchParams: Promise<Query> };

const words: Record<Entry['action'], string> = {
  create: 'made it',
  change: 'changed it',
  delete: 'deleted it',
  restore: 'restored it',
  purge: 'removed it for good',
};

/** Who changed what and when, field by field, and the way back to what it was. */
export default async function HistoryPage(props: Props) {
  const params = await props.params;
  const query = await props.searchParams;
  const id = idOrMissing(params.id);
  const entryId = idOf(text(query, 'entry'));
  const { type, found } = await enteredType(params.type, async (person, of) => {
    const form = await recordForm(person, of, id);
    const [history, acts, earlier] = await Promise.all([
      historyOf(person, of, id, { before: idOf(text(query, 'before')) ?? undefined }),
      actsOn(person, of, id),
      entryId === null ? null : stateAt(person, of, id, entryId),
    ]);
    return { form, history, acts, earlier };
  });
  const { form, history, acts, earlier } = found;
  const base = `${recordUrl(type, id)}/history`;
  return (
    <div className="wrap admin admin-narrow">
      <p className="admin-trail">
        <Link href={recordUrl(type, id)} prefetch={false}>
          {form.title}
        </Link>{' '}
        ›
      </p>
      <h1>History</h1>
      {earlier && (
        <section className="admin-gone" aria-labelledby="earlier">
          <h2 id="earlier">What it was then</h2>
          {earlier.differs.length === 0 ? (
            <p>It is the same now.</p>
          ) : (
            <>
              <Changes
                caption="Where it differs"
                heads={['Then', 'Now']}
                rows={earlier.differs.map(({ name, label, was, is }) => ({ name, label, one: was, two: is }))}
              />
              {form.may.change && (
                <Form
                  action={back}
                  hidden={{ type: type.name, id, entry: entryId!, version: form.version ?? '' }}
                  label="Go back"
                >
                  <Submit>Go back to this</Submit>
                </Form>
              )}
            </>
          )}
        </section>
      )}
      {history.entries.length === 0 && <p className="empty">Nothing was changed since it was made.</p>}
      <ol className="admin-history">
        {history.entries.map((entry, index) => (
          <li key={entry.id}>
            <p>
              <time dateTime={entry.at.toISOString()}>{moment(entry.at)}</time>:{' '}
              <strong>{entry.by?.name ?? 'Presskit itself'}</strong> {words[entry.action]}
              {entry.why && `, because: “${entry.why}”`}
            </p>
            {entry.fields.length > 0 && (
              <Changes
                caption="What changed"
                heads={['Before', 'After']}
                rows={entry.fields.map(({ name, label, before, after }) => ({
                  name,
                  label,
                  one: before,
                  two: after,
                }))}
              />
            )}
            {index > 0 && ['create', 'change', 'restore'].includes(entry.action) && (
              <p>
                <Link href={`${base}?entry=${entry.id}`} prefetch={false}>
                  See what it was after this<span className="hidden"> ({moment(entry.at)})</span>
                </Link>
              </p>
            )}
          </li>
        ))}
      </ol>
      {history.next !== null && (
        <p>
          <Link href={`${base}?before=${history.next}`} prefetch={false}>
            Earlier
          </Link>
        </p>
      )}
      {acts.length > 0 && (
        <section aria-labelledby="acts">
          <h2 className="label" id="acts">
            In the audit log
          </h2>
          <ul className="admin-names">
            {acts.map(({ at, by, action, isRefusal }) => (
              <li key={`${at.toISOString()} ${action}`}>
                {moment(at)}: {by ?? 'Presskit itself'}, {action}
                {isRefusal && ', refused'}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
