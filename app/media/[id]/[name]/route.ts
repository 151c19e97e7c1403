import { storedFile } from '../../../_site/stored-file';

export const dynamic = 'force-dynamic';

/** Derivatives of a picture, <width>-<hash8>.webp: nginx answers 404 itself for one that was never made. */
export const GET = async (_: Request, { params }: RouteContext<'/media/[id]/[name]'>): Promise<Response> =>
  storedFile('media', await params, (given) => /^\d{1,5}-[0-9a-f]{8}\.webp$/.test(given));
