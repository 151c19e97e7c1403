import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { PreviewArticle } from '@/app/_components/PreviewArticle';
import { PreviewBar } from '@/app/_components/PreviewBar';
import { previewByToken } from '@/lib/content/previews';

const read = cache((token: string) => previewByToken(token, `/preview/${encodeURIComponent(token)}`));

export async function generateMetadata({ params }: PageProps<'/preview/[token]'>): Promise<Metadata> {
  const preview = await read((await params).token);
  return {
    title: preview ? `Preview: ${preview.release.title}` : 'Preview',
    robots: { index: false, follow: false, noarchive: true },
    // The address is a secret: no page that this one leads to is to learn it.
    referrer: 'no-referrer',
  };
}

/** A release that is not public, for whoever has the link. It counts no hits. */
export default async function PreviewPage({ params }: PageProps<'/preview/[token]'>) {
  const preview = await read((await params).token);
  if (!preview) notFound();
  return (
    <div className="wrap">
      <PreviewBar preview={preview} />
      <PreviewArticle preview={preview} />
    </div>
  );
}
