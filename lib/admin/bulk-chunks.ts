import { inArray } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { rows } from '@/lib/content/deleted';
import { draftOf } from '@/lib/content/drafts';
import { publish, unpublish } from '@/lib/content/publishing';
import { updateRelease } from '@/lib/content/releases';
import { actingAs } from '@/lib/db/acting';
import type { RunFailure, Status } from '@/lib/db/tables';
import { PresskitError } from '@/lib/errors';
import { columnOf } from './columns';
import { type Along, deleteRecords, purgeRecords, type RestoreAnswer, restoring } from './deletions';
import { titlesOf } from './names';
import { type AdminType, type Row, tableName } from './types';

/** One chunk of an action on many records. Each function does what it can, and says of the rest why not. */
export type BulkAction = 'delete' | 'restore' | 'publish' | 'unpublish' | 'purge';
export type Change = { id: number; before: Record<string, unknown> | null };
export type Done = { failed: RunFailure[]; changed: Change[]; batch?: number };
export type Options = {
  why?: string;
  into?: number;
  /** Called with what was changed, where that is a transaction of its own: notes it in the same one. */
  noted: (changed: Change[]) => Along;
  /** Of 'undo': what each record was. */
  before?: Map<number, Change['before']>;
};

/** Those whose work is done through the owner's connection, in transactions of their own. */
export const hasOwnTransactions = (action: BulkAction | 'undo') => action === 'restore' || action === 'purge';

type Stored = Row & { deletionId: number | null };

export async function chunkOf(
  user: User,
  type: AdminType,
  action: BulkAction | 'undo',
  ids: number[],
  options: Options,
): Promise<Done> {
  const list = (await rows(type, type.canDelete ? 'all' : 'living', {
    where: (table) => inArray(columnOf(table, 'id')!, ids),
    only: [type.title, 'status', 'publishedAt'],
  })) as unknown as Stored[];
  const titles = await titlesOf(type, list);
  const refuse = (id: number, reason: string): RunFailure => ({
    id,
    title: titles.get(id) ?? String(id),
    reason,
  });
  const known = new Map(list.map((row) => [row.id, row]));
  const meansDeleted = action === 'restore' || action === 'purge';
  const [fit, failed]: [Stored[], RunFailure[]] = [[], []];
  for (const id of ids) {
    const row = known.get(id);
    if (!row) failed.push(refuse(id, 'It is not there any more.'));
    else if (meansDeleted && row.deletionId === null) failed.push(refuse(id, 'It is not deleted.'));
    else if (!meansDeleted && row.deletionId) failed.push(refuse(id, 'It is deleted.'));
    else fit.push(row);
  }
  if (fit.length === 0) return { failed, changed: [] };
  const done = await tasks[action](user, type, fit, options, refuse);
  return { ...done, failed: [...failed, ...done.failed] };
}

type Task = (
  user: User,
  type: AdminType,
  list: Stored[],
  options: Options,
  refuse: (id: number, reason: string) => RunFailure,
) => Promise<Done>;

const tasks: Record<BulkAction | 'undo', Task> = {
  async delete(user, type, list, { why, into }) {
    const { batch } = await deleteRecords(user, type, idsOf(list), { why, into });
    return { failed: [], changed: [], batch: batch ?? undefined };
  },

  async restore(user, type, list, { noted }, refuse) {
    const failed: RunFailure[] = [];
    for (const batch of new Set(list.map(({ deletionId }) => deletionId!))) {
      const some = list.filter(({ deletionId }) => deletionId === batch);
      const part = (ids: number[]) => ({
        renamed: [],
        givesUp: true,
        part: { table: tableName(type), ids },
        along: noted(ids.map((id) => ({ id, before: null }))),
      });
      const together = await restoring(user, type, batch, part(idsOf(some)));
      if (together.state === 'restored') continue;
      // Something is in the way of one of them: the others need not wait for it.
      for (const { id } of some) {
        const answer = await restoring(user, type, batch, part([id]));
        if (answer.state !== 'restored') failed.push({ ...refuse(id, reasonOf(answer)), batch });
      }
    }
    return { failed, changed: [] };
  },

  async purge(user, type, list, { why, noted }) {
    const along = noted(list.map(({ id }) => ({ id, before: null })));
    await purgeRecords(user, type, idsOf(list), { why, along });
    return { failed: [], changed: [] };
  },

  publish: (user, _type, list, _options, refuse) =>
    oneByOne(list, refuse, async ({ id }) => {
      const draft = await draftOf(user, id);
      if (draft.isPublic && !draft.differs)
        throw new PresskitError('conflict', 'Readers see it already, as it is.');
      await actingAs(user.id, () => publish(user, id, { revision: draft.revision, when: 'now' }));
    }),

  unpublish: (user, _type, list, _options, refuse) =>
    oneByOne(list, refuse, ({ id }) => actingAs(user.id, () => unpublish(user, id))),

  undo: (user, _type, list, { before }, refuse) =>
    oneByOne(list, refuse, ({ id }) => {
      const was = before?.get(id) as { status: Status; publishedAt: string | null } | undefined;
      if (!was) throw new PresskitError('not_found', 'What it was before is not known.');
      const { status, publishedAt } = was;
      const patch = { status, publishedAt: publishedAt === null ? null : new Date(publishedAt) };
      return actingAs(user.id, () => updateRelease(id, patch));
    }),
};

async function oneByOne(
  list: Stored[],
  refuse: (id: number, reason: string) => RunFailure,
  task: (row: Stored) => Promise<unknown>,
): Promise<Done> {
  const [failed, changed]: [RunFailure[], Change[]] = [[], []];
  for (const row of list) {
    try {
      await task(row);
      changed.push({ id: row.id, before: { status: row.status, publishedAt: row.publishedAt } });
    } catch (error) {
      if (!(error instanceof PresskitError)) throw error;
      failed.push(refuse(row.id, error.message));
    }
  }
  return { failed, changed };
}

function reasonOf(answer: Exclude<RestoreAnswer, { state: 'restored' }>): string {
  if (answer.state === 'deleted_parent') {
    const names = answer.parents.map(({ title }) => `“${title}”`).join(', ');
    return `It belongs to ${names}, which is deleted: restore that first.`;
  }
  const [conflict] = answer.conflicts;
  const { columnLabel, value, takenBy, offered } = conflict!;
  const advice = offered ? ` “${offered}” is free.` : '';
  return `The ${columnLabel.toLowerCase()} “${value}” is taken by “${takenBy.title}”.${advice}`;
}

const idsOf = (list: Row[]) => list.map(({ id }) => id);
