import { sharedDoor } from '@/app/_statistics/doors';
import { exportCard } from '@/app/_statistics/exports';

export const dynamic = 'force-dynamic';

export async function GET(
  request: Request,
  { params }: RouteContext<'/shared/[token]/card/[dimension]/export.json'>,
): Promise<Response> {
  const { token, dimension } = await params;
  return exportCard(await sharedDoor(token), request, dimension, 'json');
}
