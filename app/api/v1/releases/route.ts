import { releaseList } from '@/lib/hits/report/release-list';
import { draftsShownTo, scopeFor } from '@/lib/hits/report/scope';
import { answering, cursor, cursorOf, numberOf } from '../door';

export const dynamic = 'force-dynamic';

/** {"releases": [...], "next": cursor or null}: those the person may see the statistics of, the newest first. */
export function GET(request: Request): Promise<Response> {
  return answering(request, async (user, params) => {
    const limit = numberOf(params, 'limit', { usual: 50, most: 200 });
    const scope = await scopeFor(user, params.get('scope') ?? 'all');
    const rows = await releaseList(scope, {
      before: cursorOf(params),
      limit: limit + 1,
      draftsOf: await draftsShownTo(user),
    });
    const releases = rows.slice(0, limit);
    return { releases, next: rows.length > limit ? cursor(releases.at(-1)!.id) : null };
  });
}
