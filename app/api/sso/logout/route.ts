import { noteRefusal } from '@/lib/auth/sso/log';
import { isRefused } from '@/lib/auth/sso/refusals';
import { receiveSignOut } from '@/lib/auth/sso/sign-out';
import { asked, headersOf } from '../../../_site/sso';

/**
 * Back-channel logout (OpenID Connect): a peer's server says that somebody has signed out there. No browser is involved,
 * so there is no Origin to look at: the token's signature says who is asking.
 */
export async function POST(request: Request): Promise<Response> {
  const about = await asked(request);
  if (about instanceof Response) return about;
  const token = new URLSearchParams(await request.text()).get('logout_token') ?? '';
  const answer = await receiveSignOut(about.here, token);
  if (!isRefused(answer)) return new Response(null, { status: 200, headers: headersOf });
  await noteRefusal('sign_out', answer, { ...about, peer: answer.peer });
  return Response.json({ error: 'invalid_request' }, { status: 400, headers: headersOf });
}
