import { headers } from 'next/headers';
import { PresskitError } from '@/lib/errors';
import { originOfHost, ownOrigins } from '@/lib/origins';

/** Which of our domains a page or an action was asked at. Throws 'forbidden' at none of them. */
export async function requireDomain(): Promise<string> {
  const here = originOfHost((await headers()).get('host'));
  if (!here) throw new PresskitError('forbidden', 'This is none of the addresses of this site.');
  return here;
}

/** The same for links: at none of them, the first. */
export const domain = async (): Promise<string> =>
  originOfHost((await headers()).get('host')) ?? ownOrigins()[0]!;
