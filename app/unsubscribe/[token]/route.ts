import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { unsubscribe } from '@/lib/hits/notes/preferences';

export const dynamic = 'force-dynamic';

type Context = { params: Promise<{ token: string }> };

/** Opening the link changes nothing: programs that look through mail open every link. The page has the button. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  return to(`/unsubscribe/${encodeURIComponent((await params).token)}/confirm`);
}

/**
 * Ends a kind of mail, in one click of a mail program (RFC 8058) or with the page's button. Without session and without
 * an Origin of ours, as the RFC has it: the signed token can do nothing but this.
 */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const isFromPage = await hasField(request, 'page');
  try {
    await unsubscribe(token);
  } catch (error) {
    if (!(error instanceof PresskitError) || error.code !== 'not_found') throw error;
    return isFromPage ? to(`/unsubscribe/${encodeURIComponent(token)}/confirm`) : said(error.message, 404);
  }
  return isFromPage
    ? to(`/unsubscribe/${encodeURIComponent(token)}/confirm`)
    : said('Done: no more of these mails.', 200);
}

async function hasField(request: Request, name: string): Promise<boolean> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) return false;
  try {
    return (await request.formData()).has(name);
  } catch (error) {
    // A body that is not what it claims to be: the token alone says what is wanted.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const to = (path: string): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: new URL(path, env('SITE_URL').SITE_URL).href, 'Cache-Control': 'no-store' },
  });

const said = (sentence: string, status: number): Response =>
  new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
