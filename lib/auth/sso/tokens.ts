import { timingSafeEqual } from 'node:crypto';
import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { z } from 'zod';
import { type Refusal, type Refused, refuse } from './refusals';

/**
 * The tokens that carry a person from one site to another: made and read here, in functions that know no database, no
 * request and no clock of their own. JWT (RFC 7519), read as RFC 8725 advises: the algorithm is what was agreed with
 * the issuer and never what the token says; the type is explicit; every claim is looked at.
 */
export type Algorithm = 'ES256' | 'HS256';
/** Seconds that a token is valid, */
export const LIFETIME = 60;
/** and by how many seconds the clocks of two sites may differ. */
export const TOLERANCE = 10;
/** Characters; ours have about 700. */
export const LONGEST = 4096;

export const SIGN_IN = 'sso+jwt';
export const SIGN_OUT = 'logout+jwt';

const id = z.string().min(1).max(255);
const signInClaims = z.object({
  iss: id,
  aud: id,
  sub: id,
  iat: z.number(),
  exp: z.number(),
  jti: id,
  nonce: z.string().min(1).max(255).optional(),
  sid: z.string().min(1).max(255).optional(),
  email: z.string().max(320).nullish(),
  email_verified: z.boolean().nullish(),
  name: z.string().max(500).nullish(),
  next: z.string().max(2000).optional(),
  /** As OpenID Connect has it; said and believed between domains of ours alone. */
  auth_time: z.number().optional(),
});
export type SignInClaims = z.output<typeof signInClaims>;

/** Back-channel logout, as OpenID Connect has it: who (sub), or one session of theirs (sid), and no nonce. */
const signOutClaims = z
  .object({
    iss: id,
    aud: id,
    sub: id.optional(),
    sid: id.optional(),
    iat: z.number(),
    exp: z.number(),
    jti: id,
    events: z.object({ 'http://schemas.openid.net/event/backchannel-logout': z.object({}) }),
    nonce: z.undefined().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);
export type SignOutClaims = z.output<typeof signOutClaims>;

export type Key = CryptoKey | Uint8Array;

/** Signs claims; `exp` is a minute after `at`. */
export async function sign(
  claims: JWTPayload & { iss: string; aud: string; jti: string },
  o: { algorithm: Algorithm; key: Key; kid?: string; typ?: string; at: Date },
): Promise<string> {
  const iat = Math.floor(o.at.getTime() / 1000);
  return new SignJWT({ ...claims, iat, exp: iat + LIFETIME })
    .setProtectedHeader({ alg: o.algorithm, typ: o.typ ?? SIGN_IN, ...(o.kid && { kid: o.kid }) })
    .sign(o.key);
}

/** Who a token says it is from, before anything of it is believed: to know whose key to ask. */
export function issuerOf(token: string): { issuer: string; kid: string | null } | Refused {
  if (token.length > LONGEST) return refuse('too_large', { length: token.length });
  try {
    const { kid } = decodeProtectedHeader(token);
    const { iss } = decodeJwt(token);
    if (typeof iss !== 'string' || iss.length > 255) return refuse('issuer');
    return { issuer: iss, kid: typeof kid === 'string' ? kid.slice(0, 255) : null };
  } catch (error) {
    if (!(error instanceof errors.JOSEError) && !(error instanceof TypeError)) throw error;
    return refuse('malformed');
  }
}

export type Expected = {
  issuer: string;
  audience: string;
  algorithm: Algorithm;
  key: Key;
  /** The types that are let in; '' stands for a token that names none. */
  types: readonly string[];
  at: Date;
};

/** The claims of a token to sign in with, or why it is refused. Whether it was used before is not known here. */
export const readSignIn = (token: string, expected: Expected): Promise<SignInClaims | Refused> =>
  read(token, expected, signInClaims);

/** The claims of a token that ends sessions, or why it is refused. */
export const readSignOut = (
  token: string,
  expected: Omit<Expected, 'types'>,
): Promise<SignOutClaims | Refused> => read(token, { ...expected, types: [SIGN_OUT] }, signOutClaims);

/** Whether two texts are equal, in a time that does not say where they differ. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function read<S extends z.ZodType<{ iat: number; exp: number }>>(
  token: string,
  { issuer, audience, algorithm, key, types, at }: Expected,
  schema: S,
): Promise<z.output<S> | Refused> {
  if (token.length > LONGEST) return refuse('too_large', { length: token.length });
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer,
      audience,
      currentDate: at,
      clockTolerance: TOLERANCE,
      requiredClaims: ['exp', 'iat', 'jti'],
    });
    if (!types.includes((protectedHeader.typ ?? '').toLowerCase())) return refuse('type');
    const parsed = schema.safeParse(payload);
    if (!parsed.success)
      return refuse('claims', { claims: parsed.error.issues.map(({ path }) => path.join('.')) });
    const { iat, exp } = parsed.data;
    if (exp - iat > LIFETIME || exp <= iat) return refuse('lifetime', { seconds: exp - iat });
    if (iat > at.getTime() / 1000 + TOLERANCE)
      return refuse('future', { seconds: iat - at.getTime() / 1000 });
    return parsed.data;
  } catch (error) {
    const refused = refusalFor(error);
    if (!refused) throw error;
    return refuse(refused);
  }
}

function refusalFor(error: unknown): Refusal | null {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'issuer';
    if (error.claim === 'aud') return 'audience';
    return error.claim === 'nbf' && error.reason === 'check_failed' ? 'future' : 'claims';
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEError) return 'malformed';
  // What jose says to a header that is none.
  return error instanceof TypeError ? 'malformed' : null;
}
