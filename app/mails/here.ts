import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { env } from '@/lib/env';
import { clientAddress } from '../_site/session-cookie';

/**
 * The page of mails is for a demo on one's own machine: it shows links that are secrets. So it is there only where the
 * site itself is a local one, and for whoever asks from this machine and by its name.
 */
export async function onlyHere(): Promise<void> {
  const site = new URL(env('SITE_URL').SITE_URL);
  const isLocalSite = /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(site.hostname);
  const isFromHere = /^(?:(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/.test(await clientAddress());
  // Another name that leads here, as a foreign page may make one, is not this site.
  const isByName = (await headers()).get('host') === site.host;
  if (!isLocalSite || !isFromHere || !isByName) notFound();
}
