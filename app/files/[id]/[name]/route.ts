import { storedFile } from '../../../_site/stored-file';

export const dynamic = 'force-dynamic';

export const GET = async (_: Request, { params }: RouteContext<'/files/[id]/[name]'>): Promise<Response> =>
  storedFile('files', await params, (given, stored) => given === stored);
