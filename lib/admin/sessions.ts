import { deviceOf, methodInWords } from '@/lib/auth/devices';
import { listSessions } from '@/lib/auth/sessions';
import { listPeers } from '@/lib/auth/sso/peers';
import { endSessionsOf } from '@/lib/auth/sso/sign-out';
import type { Told } from '@/lib/auth/sso/sign-outs';
import type { User } from '@/lib/auth/users';
import { demand, may } from './permissions';
import { storedRecord } from './record-form';
import { adminType } from './types';

/** Where somebody else is signed in, and the end of it. Whoever may change people may do so. */
export type SessionsOf = {
  person: { id: number; name: string; isDeleted: boolean; isDeactivated: boolean };
  sessions: {
    id: number;
    device: string;
    /** "with a password". */
    method: string;
    /** Of a domain of ours; empty: not known. */
    host: string;
    since: Date;
    seenAt: Date;
    /** Where from; null: not for whoever only reads. */
    address: string | null;
  }[];
  mayEnd: boolean;
};

/** Throws 'forbidden', 'not_found'. */
export async function sessionsOf(user: User, id: number): Promise<SessionsOf> {
  const type = adminType('user');
  await demand(user, 'view', type, id);
  const { row, deletion } = await storedRecord(type, id);
  const mayEnd = may(user, 'change', type);
  const peers = new Map((await listPeers()).map(({ key, name }) => [key, name]));
  const found = await listSessions(id);
  return {
    person: {
      id,
      name: String(row.name),
      isDeleted: deletion !== null,
      isDeactivated: Boolean(row.deactivatedAt),
    },
    sessions: found.map((one) => ({
      id: one.id,
      device: deviceOf(one.userAgent),
      method: methodInWords(one.method, peers),
      host: one.host,
      since: one.createdAt,
      seenAt: one.seenAt,
      address: mayEnd ? one.address : null,
    })),
    mayEnd,
  };
}

/**
 * Ends all of a person's sessions, on all domains and at the peers they went to. Returns how many, and which peers know.
 * Throws 'forbidden', 'not_found'.
 */
export async function endSessions(user: User, id: number): Promise<{ ended: number; told: Told[] }> {
  const type = adminType('user');
  await demand(user, 'change', type, id);
  await storedRecord(type, id);
  return endSessionsOf(user, id);
}
