import Link from 'next/link';
import { Pages } from '@/app/_components/Pages';
import { found } from '@/app/_site/found';
import { personal } from '@/app/_site/personal';
import { idOf, pageOf } from '@/app/_site/requests';
import { requireUser } from '@/app/_site/who';
import { draftOf } from '@/lib/content/drafts';
import { versions } from '@/lib/content/versions';
import { siteTimeZone, spoken } from '@/lib/content/zoned-time';
import { versionWords } from '../../../_components/states';

export const metadata = personal('Versions');

const perPage = 50;

export default async function VersionsPage({
  params,
  searchParams,
}: PageProps<'/author/releases/[id]/versions'>) {
  const user = await requireUser();
  const id = idOf((await params).id) ?? 0;
  const { page } = pageOf(await searchParams);
  const [draft, list] = await Promise.all([
    found(draftOf(user, id)),
    found(versions(user, id, { page, perPage })),
  ]);
  const zone = user.timeZone ?? siteTimeZone();
  return (
    <div className="wrap author">
      <header className="author-head">
        <h1>Versions</h1>
        <p className="author-of">
          of{' '}
          <Link href={`/author/releases/${id}`} prefetch={false}>
            {draft.content.title || 'Untitled release'}
          </Link>
        </p>
      </header>
      {list.total === 0 ? (
        <p className="empty">Nothing has been saved yet.</p>
      ) : (
        <ol className="author-list">
          {list.versions.map((version) => (
            <li key={version.id}>
              <p className="author-list-title">
                <Link href={`/author/releases/${id}/versions/${version.id}`} prefetch={false}>
                  {spoken(version.savedAt, zone)}
                </Link>
              </p>
              <p className="author-list-meta">
                <span className={`state state-${version.kind}`}>{versionWords[version.kind]}</span>
                <span>{version.savedBy?.name ?? 'as it stood before'}</span>
                <span>{version.title || 'no title'}</span>
              </p>
            </li>
          ))}
        </ol>
      )}
      <Pages
        page={page}
        pages={Math.max(1, Math.ceil(list.total / perPage))}
        href={(to) => `/author/releases/${id}/versions${to > 1 ? `?page=${to}` : ''}`}
        label="Pages of versions"
      />
    </div>
  );
}
