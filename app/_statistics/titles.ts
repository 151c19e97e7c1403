import type { Metadata } from 'next';
import { dimensionNamed } from '@/lib/hits/report/dimensions';

/** What the browser's tab says. None of these pages is for a search engine, and none tells where it was left from. */
const personal = { robots: { index: false, follow: false }, referrer: 'no-referrer' } as const;

export const titled = (title: string): Metadata => ({ title, ...personal });

export async function cardMetadata({
  params,
}: {
  params: Promise<{ dimension: string }>;
}): Promise<Metadata> {
  return titled(dimensionNamed((await params).dimension)?.title ?? 'Statistics');
}

export const countedMetadata = (): Metadata => titled('How this was counted');
