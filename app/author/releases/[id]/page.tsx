import type { Metadata } from 'next';
import { found } from '@/app/_site/found';
import { personal } from '@/app/_site/personal';
import { idOf, type Query, text } from '@/app/_site/requests';
import { requireUser } from '@/app/_site/who';
import { mayIn } from '@/lib/auth/rights';
import { newsroomOfDraft } from '@/lib/content/checklist';
import { draftOf } from '@/lib/content/drafts';
import { enter } from '@/lib/content/editors';
import { previewLinksOf } from '@/lib/content/previews';
import { release as releaseType, urlOf } from '@/lib/content/registry';
import { tagSuggestions } from '@/lib/content/tag-suggestions';
import { limitWords } from '@/lib/content/uploads';
import { siteTimeZone, timeZones } from '@/lib/content/zoned-time';
import { ReleaseEditor } from '../_editor/ReleaseEditor';
import { edit } from '../actions';
import { Beside } from './Beside';

export const generateMetadata = (): Metadata => personal('Write');

export default async function WritePage({ params, searchParams }: PageProps<'/author/releases/[id]'>) {
  const user = await requireUser();
  const id = idOf((await params).id) ?? 0;
  const draft = await found(draftOf(user, id));
  const [newsroom, previews, mayPublish, suggestions, others] = await Promise.all([
    newsroomOfDraft(draft.newsroomId),
    previewLinksOf(user, id),
    mayIn(user, draft.newsroomId, 'publish'),
    tagSuggestions(draft.newsroomId),
    enter(user, id),
  ]);
  const zone = user.timeZone ?? siteTimeZone();
  return (
    <div className="wrap author">
      <header className="author-head">
        <h1>Write</h1>
        <p className="author-of">for {newsroom.name}</p>
      </header>
      <Done query={await searchParams} />
      {others.length > 0 && (
        <noscript>
          <p className="notice">
            {new Intl.ListFormat('en-GB').format(others.map(({ name }) => name))} had this release open too
            within the last half minute. Whoever saves second is shown both versions.
          </p>
        </noscript>
      )}
      <ReleaseEditor
        key={id}
        draft={draft}
        newsroom={{ ...newsroom, path: `/releases/${id}/` }}
        person={{ id: user.id, name: user.name, timeZone: user.timeZone }}
        siteTimeZone={siteTimeZone()}
        timeZones={timeZones()}
        tagSuggestions={suggestions}
        uploadLimits={limitWords()}
        action={edit.bind(null, id)}
      />
      <Beside
        draft={draft}
        url={urlOf(releaseType, { id, slug: draft.slug })}
        previews={previews}
        zone={zone}
        mayDelete={draft.status === 'draft' || mayPublish}
      />
    </div>
  );
}

const sentences: Record<string, string> = {
  restored: 'The earlier version is the working copy now.',
  revoked: 'The preview link has ended.',
  undone: 'The release is back.',
};

/** What another page has just done. */
function Done({ query }: { query: Query }) {
  const sentence = sentences[text(query, 'done')];
  return sentence ? (
    <p className="form-message form-message-ok" role="status">
      {sentence}
    </p>
  ) : null;
}
