import { sharedDoor } from '@/app/_statistics/doors';
import { exportReport } from '@/app/_statistics/exports';

export const dynamic = 'force-dynamic';

export async function GET(
  request: Request,
  { params }: RouteContext<'/shared/[token]/export.json'>,
): Promise<Response> {
  const { token } = await params;
  return exportReport(await sharedDoor(token), request, 'json');
}
