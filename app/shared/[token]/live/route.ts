import { notFoundText } from '@/app/_site/answers';
import { liveStream } from '@/app/api/live/stream';
import { scopeOfShareLink } from '@/lib/auth/share-links';

export const dynamic = 'force-dynamic';

/** Live numbers for who has the link, whose token is a secret: here it stands where no log shows it. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/shared/[token]/live'>,
): Promise<Response> {
  const { token } = await params;
  const scope = await scopeOfShareLink(token);
  if (!scope) return notFoundText('There are no statistics at this address.');
  return liveStream(request, {
    scope,
    who: `link ${token}`,
    mayStill: async () => (await scopeOfShareLink(token)) !== null,
  });
}
