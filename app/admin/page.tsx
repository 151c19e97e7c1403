import Link from 'next/link';
import { home } from '@/lib/admin/home';
import { DeletionList } from '../_admin/DeletionList';
import { entered } from '../_admin/entered';
import { Machine } from '../_admin/Machine';
import { recordUrl } from '../_admin/paths';
import { ContinueForm, runWords } from '../_admin/RunNotice';
import { moment } from '../_admin/words';
import { counted } from '../_site/format';
import { personal } from '../_site/personal';

export const metadata = personal('Admin');

/** What an admin sees first: what was deleted lately, what is about to appear, and how the installation is doing. */
export default async function AdminPage() {
  const { user, found } = await entered(home);
  const { runs, deletions, scheduled, health, disk, retentionDays } = found;
  return (
    <div className="wrap admin">
      <header className="admin-head">
        <h1>Admin</h1>
      </header>
      <div className="admin-home">
        {runs.length > 0 && (
          <section aria-labelledby="runs">
            <h2 id="runs">Not finished yet</h2>
            <ul className="admin-batches">
              {runs.map((run) => (
                <li key={run.id}>
                  <div>
                    <p>
                      <Link href={`/admin/runs/${run.id}`} prefetch={false}>
                        {runWords(run)}
                      </Link>
                    </p>
                    <p className="admin-mark">begun {moment(run.startedAt)}</p>
                  </div>
                  <ContinueForm run={run} />
                </li>
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="deleted">
          <h2 id="deleted">Deleted lately</h2>
          {deletions.length === 0 ? (
            <p className="empty">Nothing is deleted.</p>
          ) : (
            <DeletionList user={user} batches={deletions} />
          )}
          <p className="admin-mark">
            {retentionDays === null
              ? 'What is deleted is kept until somebody removes it for good.'
              : `What is deleted is removed for good after ${counted(retentionDays, 'day')}.`}{' '}
            <Link href="/admin/deletions" prefetch={false}>
              All deletions
            </Link>
          </p>
        </section>
        <section aria-labelledby="next">
          <h2 id="next">Scheduled next</h2>
          {scheduled.length === 0 ? (
            <p className="empty">Nothing is scheduled.</p>
          ) : (
            <ul className="admin-batches">
              {scheduled.map(({ id, title, publishedAt, newsroom, status }) => (
                <li key={id}>
                  <div>
                    <p>
                      <Link href={recordUrl('release', id)} prefetch={false}>
                        {title}
                      </Link>
                    </p>
                    <p className="admin-mark">
                      {moment(publishedAt)}, {newsroom}
                      {status === 'embargoed' && ', embargoed'}
                    </p>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </section>
        <Machine health={health} disk={disk} />
      </div>
    </div>
  );
}
