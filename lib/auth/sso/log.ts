import { and, desc, eq, like, lt, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { auditLog } from '@/lib/db/tables';
import { record } from '../audit-log';
import type { Peer } from './peers';
import { type Refusal, type Refused, refusals } from './refusals';

/** The log of tokens: what was issued, used and refused, as entries of the audit log. Never a token, or a part of one. */
export type LogEntry = {
  id: number;
  at: Date;
  actorId: number | null;
  event: string;
  peerId: number | null;
  isRefusal: boolean;
  /** Of a refusal, in words. */
  reason: string | null;
  detail: Record<string, unknown>;
};

export type Event = 'issue' | 'consume' | 'sign_out' | 'link';

export const note = (
  event: Event,
  o: { actorId: number | null; peer: Peer; detail?: Record<string, unknown> },
): Promise<void> =>
  record({
    actorId: o.actorId,
    action: `sso.${event}`,
    type: 'peer',
    ...(o.peer.id > 0 && { objectId: o.peer.id }),
    detail: { peer: o.peer.key, ...o.detail },
  });

/**
 * Notes why somebody was not let through.
 * @param o.address the network that asked: those of one count for themselves
 */
export const noteRefusal = (
  event: Event,
  { refused, detail }: Refused,
  o: { actorId?: number | null; peer?: Peer | null; here: string; address?: string },
): Promise<void> =>
  record({
    actorId: o.actorId ?? null,
    action: `sso.${event}`,
    type: 'peer',
    ...(o.peer && o.peer.id > 0 && { objectId: o.peer.id }),
    detail: { reason: refused, ...(o.peer && { peer: o.peer.key }), here: o.here, ...detail },
    isRefusal: true,
    ...(o.address !== undefined && { from: `${o.address} ${o.here}` }),
  });

/** Entries, the newest first. @param o.before the id of the last entry of the page before */
export async function ssoLog(
  o: { peerId?: number; event?: Event; onlyRefusals?: boolean; limit?: number; before?: number } = {},
): Promise<LogEntry[]> {
  const rows = await db()
    .select()
    .from(auditLog)
    .where(
      and(
        // As the index has it.
        like(auditLog.action, sql`'sso.%'`),
        o.event ? eq(auditLog.action, `sso.${o.event}`) : undefined,
        // Of one event, what was done: what was refused is asked for by itself.
        o.event ? sql`not ${auditLog.isRefusal}` : undefined,
        o.peerId === undefined ? undefined : and(eq(auditLog.type, 'peer'), eq(auditLog.objectId, o.peerId)),
        o.onlyRefusals ? sql`${auditLog.isRefusal}` : undefined,
        o.before === undefined ? undefined : lt(auditLog.id, o.before),
      ),
    )
    .orderBy(desc(auditLog.id))
    .limit(o.limit ?? 50);
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actorId: row.actorId,
    event: row.action.replace('sso.', ''),
    peerId: row.objectId,
    isRefusal: row.isRefusal,
    reason: row.isRefusal ? wordsFor(row.detail.reason) : null,
    detail: row.detail,
  }));
}

const wordsFor = (reason: unknown) =>
  typeof reason === 'string' && Object.hasOwn(refusals, reason)
    ? refusals[reason as Refusal]
    : String(reason);
