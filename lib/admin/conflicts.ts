import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import type { Peer } from '@/lib/auth/sso/peers';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { rows } from '@/lib/content/deleted';
import type * as layer from '@/lib/content/soft-delete/layer';
import { type StoredTwin, storedOf } from '@/lib/content/soft-delete/table';
import { releaseDrafts } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { columnOf, kindOf, labelOf, propertyOf } from './columns';
import { configuredChoices } from './fields';
import { titleIn } from './names';
import { columnsOfRekeyed } from './peers';
import { demand, demandFields, may, maySet } from './permissions';
import { toColumns } from './save';
import { type AdminType, type Row, typeOfTable } from './types';

/**
 * What stands in the way of a restore, and what comes back as something else instead. That is a change: it needs the
 * right to change, and is checked as one of a form is. The soft-delete layer sees to it that nothing else is changed.
 */
export type Renamed = layer.Renamed;
export type Conflict = Omit<layer.Conflict, 'takenBy'> & {
  title: string;
  columnLabel: string;
  takenBy: { id: number; title: string };
  /** What can be taken instead, where that is not typed; the value '' is none. */
  choices: { value: string; label: string }[] | null;
  /** Nothing can be taken instead, by this person at least. */
  isFixed: boolean;
};

/** A conflict of a restore of this batch, for people. */
export async function conflictOf(
  user: User,
  batch: number,
  { takenBy, ...conflict }: layer.Conflict,
): Promise<Conflict> {
  const { type, name, schema } = placeOf(conflict);
  const choices = type && name && schema ? await choicesOf(user, batch, { type, name, schema }) : null;
  const isTyped = Boolean(
    type && name && schema && kindOf(columnOf(type.table, name)!) === 'text' && may(user, 'change', type),
  );
  return {
    ...conflict,
    title: await titleIn(conflict.table, conflict.id),
    columnLabel: name ? labelOf(name) : conflict.column,
    takenBy: { id: takenBy, title: await titleIn(conflict.table, takenBy) },
    choices,
    isFixed: !(choices ? choices.length > 0 : isTyped),
    offered: choices ? (choices[0]?.value ?? null) : offerable(schema, conflict.offered),
  };
}

/** Of conflicts, the values that can be given up, all of them; null: something has to be decided. */
export function givenUp(conflicts: layer.Conflict[]): Renamed[] | null {
  const isSpare = (conflict: layer.Conflict) => {
    const { schema } = placeOf(conflict);
    return schema !== undefined && configuredChoices(schema) !== undefined && acceptsNone(schema);
  };
  if (!conflicts.every(isSpare)) return null;
  return conflicts.map(({ table, id, column }) => ({ table, id, column, value: null }));
}

/**
 * What is to come back as something else, checked as from a form, for the soft-delete layer: `first` sets what follows
 * from it. Throws 'forbidden', 'invalid'.
 */
export async function renaming(
  user: User,
  batch: number,
  renamed: Renamed[],
): Promise<{ renamed: Renamed[]; first: NonNullable<RestoreOptions['first']> }> {
  const changes = new Map<string, { type: AdminType; id: number; values: Record<string, unknown> }>();
  const checked: Renamed[] = [];
  for (const one of renamed) {
    const { type, name, value } = await checkedOne(user, one);
    const key = `${type.name} ${one.id}`;
    const change = changes.get(key) ?? { type, id: one.id, values: {} };
    changes.set(key, { ...change, values: { ...change.values, [name]: value } });
    checked.push({ ...one, value });
  }
  return {
    renamed: checked,
    async first(tx) {
      await tx.execute(sql`select set_config('living.actor', ${String(user.id)}, true)`);
      for (const { type, id, values } of changes.values())
        await change(tx, user, type, { id, batch, values });
    },
  };
}

type RestoreOptions = NonNullable<Parameters<typeof import('@/lib/content/deleted').tryRestore>[1]>;

async function change(
  tx: layer.Database,
  user: User,
  type: AdminType,
  { id, batch, values }: { id: number; batch: number; values: Record<string, unknown> },
): Promise<void> {
  const stored = storedOf(type.table) as StoredTwin<typeof type.table> & PgTable;
  const where = and(eq(columnOf(stored, 'id')!, id), eq(columnOf(stored, 'deletionId')!, batch));
  const [found] = await tx.select().from(stored).where(where).for('update');
  const row = found as Row | undefined;
  if (!row) return;
  const [wrong] = Object.values(type.misfits({ ...row, ...values }));
  if (wrong) throw new PresskitError('invalid', `Nothing was restored: ${wrong}`);
  const columns: Record<string, unknown> = {
    ...toColumns(type, values, row),
    ...(type.name === 'peer' ? columnsOfRekeyed(row as unknown as Peer, values) : {}),
  };
  await tx.update(stored).set(columns).where(where);
  if (type.name === 'release') await changeItsWorkingCopy(tx, user, id, columns);
}

/** Nobody writes at what is deleted, so there is nobody to overtake. */
async function changeItsWorkingCopy(
  tx: layer.Database,
  user: User,
  id: number,
  { slug }: { slug?: unknown },
): Promise<void> {
  if (slug === undefined) return;
  await tx
    .update(releaseDrafts)
    .set({
      content: sql`${releaseDrafts.content} || ${JSON.stringify({ slug })}::jsonb`,
      revision: sql`${releaseDrafts.revision} + 1`,
      savedBy: user.id,
      savedAt: now(),
    })
    .where(eq(releaseDrafts.releaseId, id));
}

async function checkedOne(
  user: User,
  one: Renamed,
): Promise<{ type: AdminType; name: string; value: string | null }> {
  const { type, name, schema } = placeOf(one);
  if (type) await demand(user, 'change', type, one.id);
  const isNone = schema !== undefined && (one.value === null || one.value === '') && acceptsNone(schema);
  // To give up what is another's by now is no more than restoring.
  if (type && name && !isNone) await demandFields(user, type, [name], one.id);
  const result = isNone ? { success: true, data: null, error: undefined } : schema?.safeParse(one.value);
  if (!type || !name || !result?.success || (result.data !== null && typeof result.data !== 'string'))
    throw new PresskitError(
      'invalid',
      `Nothing was restored: “${one.value}” cannot be the ${name ? labelOf(name).toLowerCase() : one.column}. ${result?.error?.issues[0]?.message ?? ''}`.trim(),
    );
  return { type, name, value: result.data as string | null };
}

/** What a form would have for it. */
function placeOf({ table, column }: { table: string; column: string }): {
  type?: AdminType;
  name?: string;
  schema?: z.ZodType;
} {
  const type = typeOfTable(table);
  const name = type && propertyOf(type.table, column);
  const schema = name ? (type.schema?.shape[name] ?? type.schemaOfNew?.shape[name]) : undefined;
  return { type, name, schema };
}

const acceptsNone = (schema: z.ZodType): boolean =>
  schema.safeParse(null).success && !schema.safeParse('').success;

/** Of what the configuration has, what nobody living has and nobody who comes back in the same deletion; none first. */
async function choicesOf(
  user: User,
  batch: number,
  { type, name, schema }: { type: AdminType; name: string; schema: z.ZodType },
): Promise<Conflict['choices']> {
  const configured = configuredChoices(schema);
  if (!configured) return null;
  const all = maySet(user, type, name) ? configured : [];
  const had = await rows(type, 'all', {
    where: (of) =>
      and(
        inArray(columnOf(of, name)!, all),
        or(isNull(columnOf(of, 'deletionId')!), eq(columnOf(of, 'deletionId')!, batch)),
      ),
    only: [name],
  });
  const taken = new Set((had as unknown as Row[]).map((row) => row[name]));
  const free = all.filter((value) => !taken.has(value)).map((value) => ({ value, label: value }));
  return acceptsNone(schema) ? [{ value: '', label: 'None' }, ...free] : free;
}

/** Only what the schema takes; and an address of the web with another ending is somebody else's. */
const offerable = (schema: z.ZodType | undefined, offered: string | null): string | null =>
  offered !== null && !/^https?:/i.test(offered) && schema?.safeParse(offered).success ? offered : null;
