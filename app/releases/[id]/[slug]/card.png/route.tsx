import { publicRelease } from '@/lib/content/releases';
import { notFoundText } from '../../../../_site/answers';
import { decoded, idOf } from '../../../../_site/requests';
import { shareImage } from '../../../../_site/share-image';

export const dynamic = 'force-dynamic';

/** The picture that social networks show beside a link to the release, 1200 by 630 pixels. */
export async function GET(
  _: Request,
  { params }: RouteContext<'/releases/[id]/[slug]/card.png'>,
): Promise<Response> {
  const { id: given, slug } = await params;
  const id = idOf(given);
  const release = id === null ? null : await publicRelease(id);
  if (!release || decoded(slug) !== release.slug)
    return notFoundText('There is no public release at this address.');
  const image = await shareImage(release);
  if (!image) {
    return new Response(
      'Too many share images are being drawn at the moment; ask again in a few seconds.\n',
      {
        status: 503,
        headers: {
          'Content-Type': 'text/plain; charset=utf-8',
          'Cache-Control': 'no-store',
          'Retry-After': '5',
        },
      },
    );
  }
  return new Response(image, {
    // The address carries the version of the release; still short, for a release can be withdrawn.
    headers: { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=3600' },
  });
}
