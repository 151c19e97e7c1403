import Link from 'next/link';
import { batches } from '@/lib/admin/deletions';
import { DeletionList } from '../../_admin/DeletionList';
import { entered } from '../../_admin/entered';
import { personal } from '../../_site/personal';
import { idOf, type Query, text } from '../../_site/requests';

export const metadata = personal('Deletions');

/** What was deleted, one entry per deletion with all that it took along. */
export default async function DeletionsPage(props: { searchParams: Promise<Query> }) {
  const query = await props.searchParams;
  const restored = text(query, 'show') === 'restored';
  const before = idOf(text(query, 'before')) ?? undefined;
  const { user, found } = await entered((person) => batches(person, { before, restored, limit: 30 }));
  const tab = (isRestored: boolean, label: string) => (
    <li>
      <Link
        href={isRestored ? '/admin/deletions?show=restored' : '/admin/deletions'}
        prefetch={false}
        aria-current={restored === isRestored ? 'page' : undefined}
      >
        {label}
      </Link>
    </li>
  );
  return (
    <div className="wrap admin">
      <header className="admin-head">
        <h1>Deletions</h1>
      </header>
      <nav aria-label="Deleted or restored" className="tab-bar">
        <ul>
          {tab(false, 'Deleted')}
          {tab(true, 'Restored')}
        </ul>
      </nav>
      {found.rows.length === 0 && !found.next && <p className="empty">There is nothing here.</p>}
      <DeletionList user={user} batches={found.rows} />
      {found.next !== null && (
        <nav className="admin-pages" aria-label="Pages">
          <Link
            href={`/admin/deletions?${restored ? 'show=restored&' : ''}before=${found.next}`}
            prefetch={false}
            rel="next"
          >
            Earlier →
          </Link>
        </nav>
      )}
    </div>
  );
}
