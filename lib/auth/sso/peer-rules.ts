import { z } from 'zod';
import { PresskitError } from '@/lib/errors';
import { isTrustworthy, ownOrigins } from '@/lib/origins';
import { whyNoPeerUrl } from './peer-addresses';

/** What a peer can be: each setting, what goes together, and what a setting gives away. Pure. */
const url = z
  .string()
  .max(500)
  .refine(isTrustworthy, 'must begin with https:// (http:// only on this machine)')
  .refine((text) => whyNoPeerUrl(text) === null, { error: ({ input }) => whyNoPeerUrl(String(input))! })
  .nullable();
export const peerInput = z.object({
  key: z
    .string()
    .max(40)
    .regex(
      /^[a-z0-9][a-z0-9-]{0,39}$/,
      'must be small letters, digits and hyphens, 40 at most; for example: shop',
    ),
  name: z.string().trim().min(1, 'must be given').max(120),
  origin: z
    .string()
    .max(255)
    .refine(isTrustworthy, 'must begin with https:// (http:// only on this machine)')
    .refine((text) => whyNoPeerUrl(text) === null, { error: ({ input }) => whyNoPeerUrl(String(input))! })
    .refine(
      (text) => !URL.canParse(text) || [new URL(text).origin, `${new URL(text).origin}/`].includes(text),
      'must be an address without a path; for example: https://shop.example.com',
    )
    .transform((text) => new URL(text).origin),
  direction: z.enum(['in', 'out', 'both']),
  protocol: z.enum(['presskit', 'jwt', 'discourse']),
  algorithm: z.enum(['ES256', 'HS256']),
  jwksUrl: url,
  startUrl: url,
  consumeUrl: url,
  logoutUrl: url,
  noncePolicy: z.enum(['required', 'confirm']),
  provisioning: z.enum(['none', 'create']),
  defaultRole: z.enum(['editor', 'auditor', 'author'], 'must be editor, auditor or author; never admin'),
  vouchesForAddresses: z.boolean(),
  sharesDatabase: z.boolean(),
  enabled: z.boolean(),
});
export type PeerInput = z.input<typeof peerInput>;

/** What a new peer is unless said otherwise. */
export const peerDefaults: Omit<PeerInput, 'key' | 'origin' | 'name'> = {
  direction: 'both',
  protocol: 'presskit',
  algorithm: 'ES256',
  jwksUrl: null,
  startUrl: null,
  consumeUrl: null,
  logoutUrl: null,
  noncePolicy: 'required',
  provisioning: 'none',
  defaultRole: 'author',
  vouchesForAddresses: false,
  sharesDatabase: false,
  enabled: true,
};

/** A peer as it may be kept. Throws 'invalid', naming all that is wrong. */
export function checked(input: PeerInput): z.output<typeof peerInput> {
  const parsed = peerInput.safeParse(input);
  if (!parsed.success)
    throw new PresskitError(
      'invalid',
      parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '),
    );
  const wrong = Object.values(misfits(parsed.data));
  if (wrong.length > 0) throw new PresskitError('invalid', wrong.join(' '));
  return parsed.data;
}

/** What does not go together: a sentence per field. */
export function misfits(peer: PeerInput): Record<string, string> {
  const wrong: Record<string, string> = {};
  const { protocol } = peer;
  if (ownOrigins().includes(peer.origin))
    wrong.origin = `${peer.origin} is this deployment itself; it needs no peer.`;
  if (peer.jwksUrl && needsSecret(peer))
    wrong.jwksUrl =
      'With a shared secret there are no keys to fetch. Leave this empty, or choose ES256 (which a forum does not have).';
  if (peer.sharesDatabase && protocol !== 'presskit')
    wrong.sharesDatabase = 'Only another Presskit can be on this database; this one speaks another protocol.';
  if (peer.consumeUrl && protocol === 'discourse')
    wrong.consumeUrl = 'A forum takes people at an address of its own. Leave this empty.';
  if (peer.noncePolicy === 'confirm' && protocol === 'discourse')
    wrong.noncePolicy = 'A forum always sends the nonce back: choose “required”.';
  for (const field of ['jwksUrl', 'startUrl', 'logoutUrl'] as const)
    if (peer[field]?.includes('{'))
      wrong[field] = 'Only the address that tokens go to may hold {token} and {next}.';
  if (peer.consumeUrl?.includes('{') && !peer.consumeUrl.includes('{token}'))
    wrong.consumeUrl = 'An address with places in it has one for {token}; {next} is the other that there is.';
  return wrong;
}

/** What a setting gives away, for whoever is responsible: a sentence each. */
export function warningsOf(peer: PeerInput): string[] {
  const warnings: string[] = [];
  if (!sends(peer)) return warnings;
  if (peer.noncePolicy === 'confirm' && peer.protocol !== 'discourse')
    warnings.push(
      'A token without a nonce is not tied to the browser that asked for it: somebody can be sent a link that signs them in as somebody else. So each such person is asked on a page of ours. Choose “required” as soon as the other side can send the nonce back.',
    );
  if (peer.vouchesForAddresses)
    warnings.push(
      'Its word is taken for every address: whoever can choose their address there comes to the account with that address here, unless it is an admin’s. Leave this off unless the other side has each address confirmed by mail.',
    );
  if (peer.provisioning === 'create' && peer.defaultRole !== 'author')
    warnings.push(
      `Everybody who comes from there for the first time becomes ${peer.defaultRole === 'editor' ? 'an editor, who may write and publish in every newsroom' : 'an auditor, who may read everything, the audit log too'}.`,
    );
  return warnings;
}

/** Whether tokens are signed with a secret that both know. */
export const needsSecret = ({ algorithm, protocol }: { algorithm: string; protocol: string }) =>
  algorithm === 'HS256' || protocol === 'discourse';

export const sends = (peer: Pick<PeerInput, 'direction'>): boolean => peer.direction !== 'out';
export const receives = (peer: Pick<PeerInput, 'direction'>): boolean => peer.direction !== 'in';
