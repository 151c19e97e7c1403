import { authorDoor } from '@/app/_statistics/doors';
import { exportCard } from '@/app/_statistics/exports';

export const dynamic = 'force-dynamic';

export async function GET(
  request: Request,
  { params }: RouteContext<'/author/statistics/card/[dimension]/export.csv'>,
): Promise<Response> {
  const { dimension } = await params;
  return exportCard(await authorDoor('all'), request, dimension, 'csv');
}
