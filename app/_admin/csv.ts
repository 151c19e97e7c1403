import { mayEnter } from '@/lib/admin/permissions';
import type { User } from '@/lib/auth/users';
import { today } from '@/lib/clock';
import { PresskitError } from '@/lib/errors';
import { notFoundText } from '../_site/answers';
import { currentUser } from '../_site/who';

/** Lines of CSV as a file to keep, sent as they are read; a missing page for whoever may not read them. */
export async function csvAnswer(
  read: (user: User) => { name: string; lines: AsyncGenerator<string> },
): Promise<Response> {
  const user = await currentUser();
  if (!user || !mayEnter(user)) return missing();
  try {
    const { name, lines } = read(user);
    // The first line asks for the right: what is refused must be known before the answer begins.
    const first = await lines.next();
    return new Response(streamed(first.value ?? '', lines), {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Disposition': `attachment; filename="${name}-${today()}.csv"`,
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
