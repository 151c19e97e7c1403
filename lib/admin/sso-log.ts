import { record } from '@/lib/auth/audit-log';
import { type Event, type LogEntry, ssoLog } from '@/lib/auth/sso/log';
import type { User } from '@/lib/auth/users';
import { csvLine } from '@/lib/csv';
import { namesOf, peopleOf } from './names';
import { demand } from './permissions';
import { adminType } from './types';

/** The log of tokens that were issued, consumed and refused, with who and why, for those who may read the audit log. */
export const outcomes = {
  issued: 'Issued',
  consumed: 'Consumed',
  refused: 'Refused',
  'signed-out': 'Signed out',
} as const;
export type Outcome = keyof typeof outcomes;
export type Asked = { peerId?: number; outcome?: Outcome };
export type ShownEntry = {
  id: number;
  at: Date;
  who: { id: number; name: string } | null;
  /** The id is null for a domain of this deployment, and for whoever is no peer. */
  peer: { id: number | null; name: string } | null;
  /** "Token issued", "Token refused". */
  what: string;
  isRefusal: boolean;
  /** Of a refusal, in words. */
  reason: string | null;
  /** What else is known: the domain, an error. */
  more: string;
};

export const isOutcome = (text: string): text is Outcome => Object.hasOwn(outcomes, text);

/** Entries, the newest first; `next`: give it as `before` for the ones that follow. Throws 'forbidden', 'not_found'. */
export async function ssoLogPage(
  user: User,
  { peerId, outcome, before, limit = 50 }: Asked & { before?: number; limit?: number },
): Promise<{ entries: ShownEntry[]; next: number | null }> {
  await demand(user, 'view', adminType('audit'));
  const found = await ssoLog({ peerId, before, limit: limit + 1, ...(outcome && filters[outcome]) });
  const shown = found.slice(0, limit);
  const [people, peers] = await Promise.all([
    peopleOf(shown.map(({ actorId }) => actorId)),
    namesOf(
      adminType('peer'),
      shown.map(({ peerId }) => peerId).filter((id) => id !== null),
    ),
  ]);
  const entries = shown.map((entry) => ({
    id: entry.id,
    at: entry.at,
    who:
      entry.actorId === null
        ? null
        : { id: entry.actorId, name: people.get(entry.actorId) ?? `User ${entry.actorId}` },
    peer: peerOf(entry, peers),
    what: whatOf(entry),
    isRefusal: entry.isRefusal,
    reason: entry.reason,
    more: moreOf(entry.detail),
  }));
  return { entries, next: found.length > limit ? shown.at(-1)!.id : null };
}

/** All of it as lines of CSV with a head. Who takes data out is noted. Throws with the first line, as the page does. */
export async function* ssoLogCsv(user: User, asked: Asked): AsyncGenerator<string> {
  await demand(user, 'export', adminType('audit'));
  await record({ actorId: user.id, action: 'admin.export', type: 'peer', detail: { log: 'sso', ...asked } });
  yield csvLine(['ID', 'When', 'Who', 'User', 'Peer', 'What', 'Reason', 'More']);
  for (let before: number | undefined; ; ) {
    const { entries, next } = await ssoLogPage(user, { ...asked, before, limit: 1000 });
    for (const { id, at, who, peer, what, reason, more } of entries)
      yield csvLine([id, at, who?.name, who?.id, peer?.name, what, reason, more]);
    if (next === null) return;
    before = next;
  }
}

const filters: Record<Outcome, { event?: Event; onlyRefusals?: boolean }> = {
  issued: { event: 'issue' },
  consumed: { event: 'consume' },
  refused: { onlyRefusals: true },
  'signed-out': { event: 'sign_out' },
};

function peerOf({ peerId, detail }: LogEntry, names: Map<number, string>): ShownEntry['peer'] {
  if (peerId !== null)
    return { id: peerId, name: names.get(peerId) ?? (text(detail.peer) || `Peer ${peerId}`) };
  // Whom a token named as its issuer is nobody's word but its own.
  const name = text(detail.peer) || text(detail.issuer);
  return name ? { id: null, name } : null;
}

function whatOf({ event, isRefusal, detail }: LogEntry): string {
  const [done, refused] = words[event] ?? [event, `${event}, refused`];
  if (event !== 'sign_out' || isRefusal) return isRefusal ? refused : done;
  return detail.told ? done : `Ended here as it said: ${Number(detail.ended ?? 0)}`;
}

const words: Record<string, [done: string, refused: string]> = {
  issue: ['Token issued', 'No token issued'],
  consume: ['Token consumed', 'Token refused'],
  link: ['Account connected', 'Account not connected'],
  sign_out: ['Told of a sign-out', 'Sign-out refused or not told'],
  rotate: ['Another key signs', 'Another key signs'],
};

function moreOf({ here, cause, claims, jti }: Record<string, unknown>): string {
  const parts = [
    here && `at ${text(here).replace(/^https?:\/\//, '')}`,
    cause && text(cause),
    Array.isArray(claims) && `claims: ${claims.map(text).join(', ')}`,
    jti && `token ${text(jti)}`,
  ];
  return parts.filter(Boolean).join('; ');
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');
