import { headers } from 'next/headers';
import { permanentRedirect } from 'next/navigation';
import { cache } from 'react';
import { ownOrigins } from '@/lib/origins';
import { type Here, hereAt, isForeign } from './sites';

/** The site that a page is asked for at, found once per request. */
export const here = cache(async (): Promise<Here> => hereAt((await headers()).get('host')));

/** Sends whoever asks one newsroom's site for a page of another to where that belongs (308). */
export async function mustBelongHere(
  newsroom: { id: number; domain: string | null },
  path: string,
): Promise<void> {
  if (isForeign(await here(), newsroom.id)) permanentRedirect((newsroom.domain ?? ownOrigins()[0]!) + path);
}

/** The same for pages that are of no newsroom: they are at SITE_URL. */
export async function mustBeEverybodys(path: string): Promise<void> {
  const at = await here();
  if (at.newsroom || at.isGone) permanentRedirect(ownOrigins()[0]! + path);
}
