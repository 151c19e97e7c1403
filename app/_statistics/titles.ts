import type { Metadata } from 'next';
import { dimensionNamed } from '@/lib/hits/report/dimensions';

type Params = { params: Promise<{ token?: string; dimension?: string }> };

/** What the browser's tab says. None of these pages is for a search engine. */
export const titled = (title: string): Metadata => ({ title, robots: { index: false, follow: false } });

/**
 * Of a page behind a share link, whose address is a secret and told to no other page. Not of those with forms: without a
 * referrer a browser does not say either where a form was sent from, and it would be refused.
 */
export const sharedTitle = (title: string): Metadata => ({ ...titled(title), referrer: 'no-referrer' });

export async function cardMetadata({ params }: Params): Promise<Metadata> {
  const { token, dimension = '' } = await params;
  const title = dimensionNamed(dimension)?.title ?? 'Statistics';
  return token === undefined ? titled(title) : sharedTitle(title);
}

export async function countedMetadata({ params }: Params): Promise<Metadata> {
  const title = 'How this was counted';
  return (await params).token === undefined ? titled(title) : sharedTitle(title);
}
