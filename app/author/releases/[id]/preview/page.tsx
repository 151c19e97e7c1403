import Link from 'next/link';
import { PreviewArticle } from '@/app/_components/PreviewArticle';
import { PreviewBar } from '@/app/_components/PreviewBar';
import { found } from '@/app/_site/found';
import { personal } from '@/app/_site/personal';
import { idOf } from '@/app/_site/requests';
import { requireUser } from '@/app/_site/who';
import { previewOf } from '@/lib/content/previews';

export const metadata = personal('Preview');

/** The working copy as its page will be. */
export default async function PreviewPage({ params }: PageProps<'/author/releases/[id]/preview'>) {
  const user = await requireUser();
  const id = idOf((await params).id) ?? 0;
  const preview = await found(previewOf(user, id, `/author/releases/${id}`));
  return (
    <div className="wrap">
      <PreviewBar preview={preview}>
        <p>
          <Link href={`/author/releases/${id}`} prefetch={false}>
            Back to writing
          </Link>
        </p>
      </PreviewBar>
      <PreviewArticle preview={preview} />
    </div>
  );
}
