import Link from 'next/link';
import { type RecordForm as FormOf, recordForm } from '@/lib/admin/record-form';
import { type AdminType, typeOfTable } from '@/lib/admin/types';
import { enteredType, idOrMissing } from '../../../_admin/entered';
import { bulkUrl, listUrl, recordUrl } from '../../../_admin/paths';
import { PeerPanel } from '../../../_admin/peers/PeerPanel';
import { SessionsSummary } from '../../../_admin/peers/SessionsSummary';
import { RecordForm } from '../../../_admin/RecordForm';
import { RestoreForm } from '../../../_admin/RestoreForm';
import { RunNotice } from '../../../_admin/RunNotice';
import { shownFields } from '../../../_admin/shown-fields';
import { titled } from '../../../_admin/titles';
import { moment, takenWords } from '../../../_admin/words';
import { number } from '../../../_site/format';
import { type Query, text } from '../../../_site/requests';

export async function generateMetadata(props: Props) {
  const { type, id } = await props.params;
  return titled(type, (one) => `${one} ${id}`);
}

type Props = { params: Promise<{ type: string; id: string }>; searchParams: Promise<Query> };

/** One record, living or deleted: its form, what hangs on it, and what can be done with it. */
export default async function RecordPage(props: Props) {
  const params = await props.params;
  const query = await props.searchParams;
  const id = idOrMissing(params.id);
  const { user, type, found } = await enteredType(params.type, async (person, of) => {
    const form = await recordForm(person, of, id);
    return { form, fields: form.may.change ? await shownFields(person, form) : [] };
  });
  const { form, fields } = found;
  return (
    <div className="wrap admin">
      <p className="admin-trail">
        <Link href={listUrl(type)} prefetch={false}>
          {type.label[1]}
        </Link>{' '}
        ›
      </p>
      <header className="admin-head">
        <h1>
          {form.title}
          {form.deleted && <span className="admin-badge">Deleted</span>}
        </h1>
        <Links type={type} id={id} form={form} />
      </header>
      <RunNotice user={user} query={query} />
      {form.deleted && <Deleted type={type} id={id} form={form} />}
      <div className="admin-list">
        <div className="admin-main">
          {form.may.change ? (
            <RecordForm
              // After a save the form begins anew. Not by its version: without JavaScript, an answer finds its form by this.
              key={text(query, 'at')}
              type={type.name}
              id={id}
              version={form.version}
              seen={form.seen}
              fields={fields}
              values={form.values}
              canAdd={form.may.add}
            />
          ) : (
            <dl className="admin-facts">
              {form.fields.map((field) => (
                <div key={field.name}>
                  <dt>{field.label}</dt>
                  <dd>{form.names[field.name] ?? (form.values[field.name] || '–')}</dd>
                </div>
              ))}
            </dl>
          )}
          {type.name === 'peer' && <PeerPanel user={user} id={id} version={form.version ?? ''} />}
        </div>
        <aside className="admin-side" aria-label="About this record">
          {type.name === 'user' && <SessionsSummary user={user} id={id} />}
          {form.related.length > 0 && (
            <section aria-labelledby="related">
              <h2 className="label" id="related">
                Related
              </h2>
              <ul className="admin-choices">
                {form.related.map((one) => (
                  <li key={`${one.type} ${one.column}`}>
                    <Link href={listUrl({ name: one.type }, one.params)} prefetch={false}>
                      {one.label}{' '}
                      <span className="quiet-count">
                        {number(one.living)}
                        {one.deleted > 0 && `, ${number(one.deleted)} deleted`}
                      </span>
                    </Link>
                    {one.canAdd && !form.deleted && (
                      <Link href={`${listUrl({ name: one.type })}/new?${one.column}=${id}`} prefetch={false}>
                        Add<span className="hidden"> one to {one.label.toLowerCase()}</span>
                      </Link>
                    )}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section aria-labelledby="facts">
            <h2 className="label" id="facts">
              Facts
            </h2>
            <dl className="admin-facts">
              {form.facts.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value instanceof Date ? moment(value) : (value ?? '–')}</dd>
                </div>
              ))}
            </dl>
          </section>
        </aside>
      </div>
    </div>
  );
}

function Links({ type, id, form }: { type: AdminType; id: number; form: FormOf }) {
  return (
    <div className="admin-do">
      {form.siteUrl && <a href={form.siteUrl}>View on site</a>}
      {form.isHidden && (
        <span className="quiet-count">
          {type.name === 'file'
            ? 'Not on the site: its release is not, or not with this file'
            : 'Not on the site yet'}
        </span>
      )}
      {type.schema && (
        <Link href={`${recordUrl(type, id)}/history`} prefetch={false}>
          History
        </Link>
      )}
      {!form.deleted && form.may.publish && (
        <>
          <Link href={bulkUrl(type, 'publish', id)} prefetch={false}>
            Publish
          </Link>
          <Link href={bulkUrl(type, 'unpublish', id)} prefetch={false}>
            Unpublish
          </Link>
        </>
      )}
      {!form.deleted && form.may.delete && (
        <Link className="button button-danger" href={bulkUrl(type, 'delete', id)} prefetch={false}>
          Delete
        </Link>
      )}
    </div>
  );
}

function Deleted({ type, id, form }: { type: AdminType; id: number; form: FormOf }) {
  const { at, by, why, batch, batchCounts } = form.deleted!;
  const taken = Object.entries(batchCounts).map(([table, count]) => ({
    label: typeOfTable(table)?.label[count === 1 ? 0 : 1] ?? table,
    count,
  }));
  return (
    <section className="admin-gone" aria-label="Its deletion">
      <p>
        Deleted {moment(at)}
        {by && ` by ${by}`}
        {why && <>, because: “{why}”</>}. With this deletion went {takenWords(taken)}:{' '}
        <Link href={`/admin/deletions/${batch}`} prefetch={false}>
          deletion {batch}
        </Link>
        .
      </p>
      <div className="admin-do">
        {form.may.restore && <RestoreForm of={{ type: type.name, id }} label="Restore" />}
        {form.may.purge && (
          <Link href={bulkUrl(type, 'purge', id)} prefetch={false}>
            Remove for good
          </Link>
        )}
      </div>
    </section>
  );
}
