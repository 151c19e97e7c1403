import { notFoundText } from '@/app/_site/answers';
import { clientAddress } from '@/app/_site/session-cookie';
import { liveStream } from '@/app/api/live/stream';
import { networkOf } from '@/lib/auth/limits';
import { openShareLink } from '@/lib/auth/share-links';

export const dynamic = 'force-dynamic';

/** Live numbers for who has the link, whose token is a secret: here it stands where no log shows it. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/shared/[token]/live'>,
): Promise<Response> {
  const { token } = await params;
  const shared = await openShareLink(token);
  if (!shared) return notFoundText('There are no statistics at this address.');
  const { scope, link, maker } = shared;
  return liveStream(request, {
    scope,
    who: { link, maker, network: networkOf(await clientAddress()) },
    whyOver: async () => ((await openShareLink(token)) ? null : 'not_yours'),
  });
}
