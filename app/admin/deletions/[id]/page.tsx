import Link from 'next/link';
import { batch } from '@/lib/admin/deletions';
import { aboutBatch, canRestore } from '../../../_admin/DeletionList';
import { entered, idOrMissing } from '../../../_admin/entered';
import { recordUrl } from '../../../_admin/paths';
import { RestoreForm } from '../../../_admin/RestoreForm';
import { RunNotice } from '../../../_admin/RunNotice';
import { number } from '../../../_site/format';
import { personal } from '../../../_site/personal';
import type { Query } from '../../../_site/requests';

export const metadata = personal('Deletion');

/** One deletion: what is in it, and the way back for all of it at once. */
export default async function DeletionPage(props: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}) {
  const id = idOrMissing((await props.params).id);
  const { user, found } = await entered((person) => batch(person, id));
  return (
    <div className="wrap admin admin-narrow">
      <p className="admin-trail">
        <Link href="/admin/deletions" prefetch={false}>
          Deletions
        </Link>{' '}
        › {id}
      </p>
      <h1>{found.what}</h1>
      <RunNotice user={user} query={await props.searchParams} />
      <p>{aboutBatch(found)}</p>
      {canRestore(user, found) && <RestoreForm of={{ batch: id }} label="Restore all of it" />}
      {found.records.map(({ type, label, count, rows }) => (
        <section key={type} aria-labelledby={`of-${type}`}>
          <h2 className="label" id={`of-${type}`}>
            {label} <span className="quiet-count">{number(count)}</span>
          </h2>
          <ul className="admin-names">
            {rows.map((row) => (
              <li key={row.id}>
                <Link href={recordUrl(type, row.id)} prefetch={false}>
                  {row.title}
                </Link>
              </li>
            ))}
            {count > rows.length && <li>and {number(count - rows.length)} more</li>}
          </ul>
        </section>
      ))}
    </div>
  );
}
