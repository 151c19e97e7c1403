import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { record } from '@/lib/auth/audit-log';
import type { PeerInput } from '@/lib/auth/sso/peer-rules';
import { addPeer, firstSecret, type Peer } from '@/lib/auth/sso/peers';
import { endEverywhere } from '@/lib/auth/sso/sign-out';
import { createUser, type User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { changeDeleted } from '@/lib/content/deleted';
import { lockDraft, stateOf } from '@/lib/content/drafts';
import { createNewsroom, type NewsroomInput } from '@/lib/content/newsrooms';
import { releaseValues } from '@/lib/content/release-input';
import { createRelease } from '@/lib/content/releases';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { expected, refusalOf } from '@/lib/db/errors';
import { type HistoryEntry, historyEntriesOf } from '@/lib/db/history';
import { users } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { noFile } from './adding-files';
import { columnOf, labelOf, propertyOf } from './columns';
import { type Field, formValues, type Given, valuesOf } from './fields';
import { stateBefore } from './history-state';
import { type Merge, merged, type Seen, seenOf, withChosen } from './merging';
import { peopleOf } from './names';
import { demand, demandFields, fieldsFor } from './permissions';
import { type StoredRecord, storedRecord } from './record-form';
import { type Resolved, withReferences } from './references';
import { type AdminType, type Row, tableName } from './types';
import { changeWorkingCopy, Overtaken } from './working-copies';

/** Saving what a form sent: all of it or nothing, and never over a change that was not seen. */
export type SaveAnswer =
  /** `secret`: one that was made just now, which is shown this once. */
  | { state: 'saved'; id: number; version: string; changed: string[]; secret?: string }
  /** A sentence per field; '' holds what is of no field. `conflict`: the one that was being resolved. */
  | {
      state: 'invalid';
      problems: Record<string, string>;
      values: Given;
      conflict?: Conflict;
      found?: Resolved['found'];
    }
  | Conflict;
export type Conflict = {
  state: 'conflict';
  /** Who saved last, and when. */
  by: string | null;
  at: Date | null;
  /** Fields that both changed; `was`: what both began with, null when that is not known. */
  fields: {
    name: string;
    label: string;
    theirs: string;
    mine: string;
    was: string | null;
    chosen?: 'mine' | 'theirs';
  }[];
  /** Fields that only the other changed: they stand in `values` already. */
  taken: { name: string; label: string; theirs: string }[];
  /** To be sent with what was decided. */
  version: string;
  seen: Seen;
  values: Given;
};
type Sent = { given: Given; version: string | null; seen?: Seen; merge?: Merge };

/**
 * Saves a record, living or deleted, or makes a new one (id null). `version` is the one of the form that was shown,
 * `seen` what its fields held then, `merge` what was decided about a conflict since. Throws 'forbidden', 'not_found'.
 */
export async function saveRecord(
  user: User,
  type: AdminType,
  id: number | null,
  sent: Sent,
): Promise<SaveAnswer> {
  await demand(user, id === null ? 'add' : 'change', type, id ?? undefined);
  const schema = (id === null ? type.schemaOfNew : type.schema)!;
  await demandFields(user, type, Object.keys(sent.given), id ?? undefined);
  const { given, problems, found } = await withReferences(user, fieldsFor(user, type, schema), sent.given);
  if (Object.keys(problems).length > 0) return { state: 'invalid', problems, values: sent.given, found };
  try {
    return id === null ? await create(user, type, given) : await change(user, type, id, { ...sent, given });
  } catch (error) {
    const refused = problemsOf(type, error);
    if (!refused) throw error;
    return { state: 'invalid', problems: refused, values: given };
  }
}

async function create(user: User, type: AdminType, given: Given): Promise<SaveAnswer> {
  const schema = type.schemaOfNew!;
  const checked = valuesOf(schema, fieldsFor(user, type, schema), given);
  if ('problems' in checked) return { state: 'invalid', problems: checked.problems, values: given };
  const problems = type.misfits(checked.values);
  if (Object.keys(problems).length > 0) return { state: 'invalid', problems, values: given };
  const made = await actingAs(user.id, async () => {
    const row = await insert(user, type, checked.values);
    await record({ actorId: user.id, action: 'admin.add', type: type.name, objectId: row.id });
    return row;
  });
  const { version } = await storedRecord(type, made.id);
  return { state: 'saved', ...made, version, changed: Object.keys(checked.values) };
}

async function insert(
  user: User,
  type: AdminType,
  values: Record<string, unknown>,
): Promise<{ id: number; secret?: string }> {
  switch (type.name) {
    case 'release':
      return idOf(
        await createRelease({ ...(values as { newsroomId: number; title: string }), authorId: user.id }),
      );
    case 'newsroom':
      return idOf(await createNewsroom(values as NewsroomInput));
    case 'user':
      return idOf(
        await createUser({
          ...(values as { email: string; name: string; role: User['role'] }),
          isVerified: false,
        }),
      );
    case 'file':
      throw noFile();
    case 'peer': {
      const { peer, secret } = await addPeer(user.id, values as PeerInput);
      return { id: peer.id, ...(secret && { secret }) };
    }
  }
  const [row] = await db()
    .insert(type.table as PgTable)
    .values(values)
    .returning({ id: type.table.id });
  return { id: row!.id as number };
}

const idOf = ({ id }: { id: number }) => ({ id });

async function change(user: User, type: AdminType, id: number, sent: Sent): Promise<SaveAnswer> {
  const fields = fieldsFor(user, type, type.schema!);
  const seen = await storedRecord(type, id);
  let secret: string | undefined;
  if (seen.deletion) {
    const checked = await decided(type, id, fields, seen, sent);
    if ('state' in checked) return checked;
    const done = await changeDeleted(type, id, () => toColumns(type, checked.changes, seen.row), {
      by: user.id,
    });
    if (done) await recordChange(user, type, id, checked.changes);
    return savedAs(type, id, checked.changes);
  }
  const saving = actingAs(user.id, async () => {
    if (type.name === 'user') await oneAtATime();
    // Whoever writes at it at this moment is first, and what they write is seen below.
    if (type.name === 'release') await lockDraft(id);
    await db()
      .select({ id: type.table.id })
      .from(type.table as PgTable)
      .where(eq(type.table.id, id))
      .for('update');
    // Read again, now that nobody can change it.
    const current = await storedRecord(type, id);
    const checked = await decided(type, id, fields, current, sent);
    if ('state' in checked) return checked;
    if (Object.keys(checked.changes).length > 0) {
      await guard(type, id, checked.changes);
      const columns = toColumns(type, checked.changes, current.row);
      await db()
        .update(type.table as PgTable)
        .set({ ...columns, ...(columnOf(type.table, 'updatedAt') ? { updatedAt: now() } : {}) })
        .where(eq(type.table.id, id));
      await changeWorkingCopy(user, type, id, { columns, revision: current.revision });
      await recordChange(user, type, id, checked.changes);
      secret = await afterChange(user, type, current.row, checked.changes);
    }
    return checked;
  });
  const answer = await saving.catch((error: unknown) => {
    if (error instanceof Overtaken) return null;
    throw error;
  });
  // What stands there now is not what the form was made from: the second time this is a conflict.
  if (!answer) return change(user, type, id, sent);
  return 'state' in answer
    ? answer
    : { ...(await savedAs(type, id, answer.changes)), ...(secret && { secret }) };
}

/** What is to be written; or the conflict with what somebody else saved, or what is wrong with a field. */
async function decided(
  type: AdminType,
  id: number,
  fields: Field[],
  current: StoredRecord,
  { given, version, seen, merge }: Sent,
): Promise<{ changes: Record<string, unknown> } | Exclude<SaveAnswer, { state: 'saved' }>> {
  const conflict = (mine: Given, asked?: string[]) =>
    conflictOf(type, id, fields, current, { given: mine, version, seen: merge?.seen ?? seen, merge, asked });
  const values = withChosen(given, formValues(fields, current.row), merge);
  const undecided = merge?.contested.filter((name) => merge.chosen[name] === undefined) ?? [];
  if (current.version !== (merge?.version ?? version) || undecided.length > 0)
    return conflict(values, undecided);
  const checked = checkedChanges(type, fields, current.row, values);
  if (!('problems' in checked)) return checked;
  // What was typed stays typed, also where the other's was chosen.
  const still = merge ? { conflict: await conflict(given, merge.contested) } : {};
  return { state: 'invalid', problems: checked.problems, values: given, ...still };
}

async function savedAs(type: AdminType, id: number, changes: Record<string, unknown>): Promise<SaveAnswer> {
  const { version } = await storedRecord(type, id);
  return { state: 'saved', id, version, changed: Object.keys(changes) };
}

/** What the form changes of a row, checked; only that is written. */
function checkedChanges(type: AdminType, fields: Field[], row: Row, given: Given) {
  const checked = valuesOf(type.schema!, fields, given, row);
  if ('problems' in checked) return checked;
  const changes = Object.fromEntries(
    Object.entries(checked.values).filter(([name, value]) => !isSame(value ?? null, row[name] ?? null)),
  );
  const problems = type.misfits({ ...row, ...changes });
  return Object.keys(problems).length > 0 ? { problems } : { changes };
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What follows from a change, in its transaction. Returns a secret that was made, to be shown this once. */
async function afterChange(
  user: User,
  type: AdminType,
  row: Row,
  changes: Record<string, unknown>,
): Promise<string | undefined> {
  if (type.name === 'user' && changes.deactivatedAt) await endEverywhere(row.id, user.id);
  if (type.name !== 'peer') return undefined;
  return firstSecret({ ...row, ...changes } as unknown as Peer);
}

/** Changed values with the columns that follow from them. */
export function toColumns(
  type: AdminType,
  changes: Record<string, unknown>,
  row: Row,
): Record<string, unknown> {
  // What anybody may write is not what somebody has shown to be theirs.
  if (type.name === 'user' && changes.email !== undefined) return { ...changes, emailVerifiedAt: null };
  if (type.name !== 'release') return changes;
  const after = { ...row, ...changes } as { status?: unknown; publishedAt?: unknown };
  const isTimeless = after.status === 'published' && !after.publishedAt;
  return { ...releaseValues.update(changes), ...(isTimeless ? { publishedAt: now() } : {}) };
}

/** Somebody has to be able to come in here: the last admin stays one. */
export async function guard(type: AdminType, id: number, changes: Record<string, unknown>): Promise<void> {
  if (type.name !== 'user') return;
  const becomesLess =
    (changes.role !== undefined && changes.role !== 'admin') || Boolean(changes.deactivatedAt);
  if (becomesLess) await mustHaveOtherAdmin([id]);
}

/** Two who demote or delete each other at the same moment: the second waits, and finds itself the last. */
export const oneAtATime = () =>
  db().execute(sql`/* admin.oneAtATime */ select pg_advisory_xact_lock(hashtext('presskit admins'))`);

/** Throws 'conflict' when nobody would be left who may administer. */
export async function mustHaveOtherAdmin(ids: number[]): Promise<void> {
  const active = and(eq(users.role, 'admin'), isNull(users.deactivatedAt));
  const admins = await db().select({ id: users.id }).from(users).where(active);
  if (admins.some(({ id }) => ids.includes(id)) && admins.every(({ id }) => ids.includes(id)))
    throw new PresskitError(
      'conflict',
      'This is the last admin. Make somebody else an admin first. Nothing was changed.',
    );
}

const recordChange = (user: User, type: AdminType, id: number, changes: Record<string, unknown>) =>
  record({
    actorId: user.id,
    action: 'admin.change',
    type: type.name,
    objectId: id,
    detail: { fields: Object.keys(changes) },
  });

async function conflictOf(
  type: AdminType,
  id: number,
  fields: Field[],
  current: StoredRecord,
  { given, version, seen, merge, asked }: Sent & { asked?: string[] },
): Promise<Conflict> {
  const entry = Number(/^\d+/.exec(version ?? '')?.[0] ?? Number.NaN);
  const newer = Number.isNaN(entry) ? [] : await historyEntriesOf(tableName(type), id, { after: entry });
  const was = newer.length > 0 ? formValues(fields, stateBefore(type, current.row, newer)) : null;
  const theirs = formValues(fields, current.row);
  const { contested, taken, values } = merged(fields, { mine: given, theirs, seen, asked });
  return {
    state: 'conflict',
    ...(await whoSaved(type, current, newer[0])),
    fields: contested.map((name) => ({
      name,
      label: labelOf(name),
      theirs: theirs[name] ?? '',
      mine: given[name] ?? '',
      was: was ? (was[name] ?? '') : null,
      ...(merge?.chosen[name] ? { chosen: merge.chosen[name] } : {}),
    })),
    taken: taken.map((name) => ({ name, label: labelOf(name), theirs: theirs[name] ?? '' })),
    version: current.version,
    seen: seenOf(fields, theirs),
    values,
  };
}

/** Who saved last, and when: the record itself, or else its working copy. */
async function whoSaved(
  type: AdminType,
  { row, deletion }: StoredRecord,
  newest: HistoryEntry | undefined,
): Promise<{ by: string | null; at: Date | null }> {
  const known = { by: null, at: newest?.at ?? null };
  const person = newest?.actorId;
  if (person) return { ...known, by: (await peopleOf([person])).get(person) ?? null };
  if (type.name !== 'release' || deletion) return known;
  const { current } = await stateOf(row.id);
  return { by: current.savedBy?.name ?? null, at: newest?.at ?? current.savedAt };
}

/** An expected failure as sentences per field; null: it is none. */
function problemsOf(type: AdminType, error: unknown): Record<string, string> | null {
  const refusal = refusalOf(error);
  const known = expected(error, 'Nothing was saved');
  if (!(known instanceof PresskitError) || (!refusal && ['forbidden', 'not_found'].includes(known.code)))
    return null;
  if (refusal?.code === '23505') {
    const field = propertyOf(type.table, refusal.constraint?.split('_').at(-1) ?? '');
    if (field)
      return { [field]: `${labelOf(field)}: another living record has this already; choose another.` };
  }
  if (refusal?.code === '23503') {
    const field = propertyOf(type.table, /^Key \((\w+)\)/.exec(refusal.detail ?? '')?.[1] ?? '');
    if (field) return { [field]: `${labelOf(field)}: there is no such record.` };
  }
  return { '': known.message };
}
