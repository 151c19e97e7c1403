import { card } from '@/lib/hits/report/report';
import { answering, askedOf, cursor, cursorOf, numberOf } from '../../door';

export const dynamic = 'force-dynamic';

/** All values of one dimension, some at a time, the most hits first. */
export function GET(
  request: Request,
  { params }: RouteContext<'/api/v1/cards/[dimension]'>,
): Promise<Response> {
  return answering(request, async (user, asked) => {
    const { dimension } = await params;
    const { scope, query } = await askedOf(user, asked);
    const limit = numberOf(asked, 'limit', { usual: 100, most: 1000 });
    const offset = cursorOf(asked) ?? 0;
    const search = (asked.get('search') ?? '').replaceAll('\0', '').slice(0, 200);
    const found = await card(scope, query, dimension, { search, limit, offset });
    const end = offset + found.rows.length;
    return {
      scope,
      query,
      ...found,
      next: end < found.distinct && found.rows.length > 0 ? cursor(end) : null,
    };
  });
}
