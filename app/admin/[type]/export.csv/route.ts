import { csvRows } from '@/lib/admin/export';
import { mayEnter } from '@/lib/admin/permissions';
import { adminType } from '@/lib/admin/types';
import { today } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { listAsked } from '../../../_admin/asked';
import { nameOfSegment, segmentOf } from '../../../_admin/paths';
import { notFoundText } from '../../../_site/answers';
import type { Query } from '../../../_site/requests';
import { currentUser } from '../../../_site/who';

/** All that a list matches, sent as it is read. */
export async function GET(
  request: Request,
  context: { params: Promise<{ type: string }> },
): Promise<Response> {
  const user = await currentUser();
  if (!user || !mayEnter(user)) return missing();
  try {
    const type = adminType(nameOfSegment((await context.params).type));
    const query: Query = {};
    for (const [name, value] of new URL(request.url).searchParams)
      query[name] = name in query ? [query[name] ?? [], value].flat() : value;
    const lines = csvRows(user, type, listAsked(type, query).state);
    // The first line asks for the right: what is refused must be known before the answer begins.
    const first = await lines.next();
    return new Response(streamed(first.value ?? '', lines), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Disposition': `attachment; filename="${segmentOf(type)}-${today()}.csv"`,
        'X-Robots-Tag': 'noindex, nofollow',
      },
    });
  } catch (error) {
    if (error instanceof PresskitError && ['not_found', 'forbidden'].includes(error.code)) return missing();
    throw error;
  }
}

const missing = () => notFoundText('There is no list at this address.');

function streamed(first: string, rest: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode(first));
    },
    async pull(controller) {
      // A reader takes a piece at a time; one line would be a small one.
      let text = '';
      while (text.length < 32_768) {
        const { done, value } = await rest.next();
        if (done) {
          if (text) controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += value;
      }
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await rest.return(undefined);
    },
  });
}
