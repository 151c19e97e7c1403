import { csvRows } from '@/lib/admin/export';
import { adminType } from '@/lib/admin/types';
import { listAsked } from '../../../_admin/asked';
import { csvAnswer } from '../../../_admin/csv';
import { nameOfSegment, segmentOf } from '../../../_admin/paths';
import type { Query } from '../../../_site/requests';

/** All that a list matches, sent as it is read. */
export async function GET(
  request: Request,
  context: { params: Promise<{ type: string }> },
): Promise<Response> {
  const { type: segment } = await context.params;
  return csvAnswer((user) => {
    const type = adminType(nameOfSegment(segment));
    const query: Query = {};
    for (const [name, value] of new URL(request.url).searchParams)
      query[name] = name in query ? [query[name] ?? [], value].flat() : value;
    return { name: segmentOf(type), lines: csvRows(user, type, listAsked(type, query).state) };
  });
}
