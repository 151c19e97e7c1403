import { authorDoor } from '@/app/_statistics/doors';
import { exportReport } from '@/app/_statistics/exports';

export const dynamic = 'force-dynamic';

export async function GET(
  request: Request,
  { params }: RouteContext<'/author/statistics/newsroom/[id]/export.csv'>,
): Promise<Response> {
  const { id } = await params;
  return exportReport(await authorDoor('newsroom', id), request, 'csv');
}
