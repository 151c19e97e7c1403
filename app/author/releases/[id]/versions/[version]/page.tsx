import Link from 'next/link';
import { Form, Submit } from '@/app/_components/Form';
import { Prose } from '@/app/_components/Prose';
import { found } from '@/app/_site/found';
import { personal } from '@/app/_site/personal';
import { idOf, text } from '@/app/_site/requests';
import { requireUser } from '@/app/_site/who';
import { compare } from '@/lib/content/comparison';
import { draftOf } from '@/lib/content/drafts';
import { version as versionOf, versions } from '@/lib/content/versions';
import { siteTimeZone, spoken } from '@/lib/content/zoned-time';
import { versionWords } from '../../../../_components/states';
import { bringBack } from '../../../actions';
import { Changes } from './Changes';

export const metadata = personal('Version');

/** One version: what it says, and what is different from the working copy or from another version (?with=<id>). */
export default async function VersionPage({
  params,
  searchParams,
}: PageProps<'/author/releases/[id]/versions/[version]'>) {
  const user = await requireUser();
  const path = await params;
  const query = await searchParams;
  const id = idOf(path.id) ?? 0;
  const otherId = idOf(text(query, 'with'));
  const [draft, list, version, other] = await Promise.all([
    found(draftOf(user, id)),
    found(versions(user, id)),
    found(versionOf(user, id, idOf(path.version) ?? 0)),
    otherId === null ? null : found(versionOf(user, id, otherId)),
  ]);
  const zone = user.timeZone ?? siteTimeZone();
  const isConflict = text(query, 'conflict') !== '';
  const changes = other
    ? compare(other.content, version.content)
    : isConflict
      ? compare(draft.content, version.content)
      : compare(version.content, draft.content);
  const isCurrent = compare(version.content, draft.content).length === 0;
  return (
    <div className="wrap author">
      <header className="author-head">
        <h1>
          {isConflict ? 'Two of you wrote at the same time' : `Version of ${spoken(version.savedAt, zone)}`}
        </h1>
        <p className="author-of">
          {versionWords[version.kind]} {version.savedBy && <>by {version.savedBy.name}</>} ·{' '}
          <Link href={`/author/releases/${id}`} prefetch={false}>
            {draft.content.title || 'Untitled release'}
          </Link>{' '}
          ·{' '}
          <Link href={`/author/releases/${id}/versions`} prefetch={false}>
            All versions
          </Link>
        </p>
      </header>
      {isConflict && (
        <p className="notice">
          {draft.savedBy?.name ?? 'Somebody'} saved this release at {spoken(draft.savedAt, zone)}, while you
          were writing. Theirs is the working copy now; yours is kept as this version, and nothing is lost.
          Below is what is different in yours.
        </p>
      )}
      <section aria-labelledby="changes" className="changes">
        <h2 id="changes">
          {isConflict
            ? 'From theirs to yours'
            : other
              ? `From the version of ${spoken(other.savedAt, zone)} to this one`
              : 'From this version to the working copy'}
        </h2>
        <Changes changes={changes} />
        <form method="get" className="form compare-with">
          <div className="field">
            <label htmlFor="with">Compare with</label>
            <select id="with" name="with" defaultValue={otherId ?? ''}>
              <option value="">the working copy</option>
              {list.versions
                .filter((one) => one.id !== version.id)
                .map((one) => (
                  <option key={one.id} value={one.id}>
                    {spoken(one.savedAt, zone)}: {versionWords[one.kind]}
                    {one.savedBy && ` by ${one.savedBy.name}`}
                  </option>
                ))}
            </select>
          </div>
          <button type="submit" className="button button-quiet">
            Compare
          </button>
        </form>
      </section>
      {!isCurrent && (
        <Form action={bringBack} hidden={{ id, version: version.id, revision: draft.revision }}>
          <p className="field-hint">
            The working copy becomes what this version says. What it says now stays among the versions
            {draft.isPublic && '; readers see nothing of it until you publish the changes'}.
          </p>
          <div className="form-buttons">
            <Submit>{isConflict ? 'Take mine' : 'Go back to this version'}</Submit>
            <Link className="button button-quiet" href={`/author/releases/${id}`} prefetch={false}>
              {isConflict ? 'Leave theirs and go on' : 'Leave all as it is'}
            </Link>
          </div>
        </Form>
      )}
      <section aria-labelledby="content" className="version-content">
        <h2 id="content">What it says</h2>
        <p className="version-title">{version.content.title || 'No title'}</p>
        {version.content.subtitle && <p className="version-subtitle">{version.content.subtitle}</p>}
        <Prose html={version.content.bodyHtml} dateline={version.content.dateline || null} />
      </section>
    </div>
  );
}
