import { report } from '@/lib/hits/report/report';
import { draftsShownTo } from '@/lib/hits/report/scope';
import { answering, askedOf } from '../door';

export const dynamic = 'force-dynamic';

/** A report as the page of statistics shows it. */
export function GET(request: Request): Promise<Response> {
  return answering(request, async (user, params) => {
    const { scope, query } = await askedOf(user, params);
    return { scope, query, ...(await report(scope, query, { draftsOf: await draftsShownTo(user) })) };
  });
}
