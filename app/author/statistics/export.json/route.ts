import { authorDoor } from '@/app/_statistics/doors';
import { exportReport } from '@/app/_statistics/exports';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  return exportReport(await authorDoor('all'), request, 'json');
}
