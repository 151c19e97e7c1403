import { jwks } from '@/lib/auth/sso/keys';

/** The public keys that our tokens are signed with (RFC 7517). */
export async function GET(): Promise<Response> {
  return Response.json(await jwks(), {
    headers: { 'Content-Type': 'application/jwk-set+json', 'Cache-Control': 'public, max-age=60' },
  });
}
