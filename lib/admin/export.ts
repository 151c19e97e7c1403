import { record } from '@/lib/auth/audit-log';
import type { User } from '@/lib/auth/users';
import { csvLine } from '@/lib/csv';
import { listRows, pageOf } from './change-list';
import { labelOf } from './columns';
import type { ListState } from './list-state';
import { stateParams } from './list-state';
import { demand } from './permissions';
import type { AdminType } from './types';

const chunk = 1000;

/**
 * All that a list matches, as lines of CSV with a head, read page by page so that a million rows take no more memory than
 * a thousand. Who takes data out is noted. Throws 'forbidden', 'not_found' with the first line.
 */
export async function* csvRows(user: User, type: AdminType, state: ListState): AsyncGenerator<string> {
  await demand(user, 'export', type);
  const query = stateParams(type, { ...state, cursor: null }).toString();
  await record({ actorId: user.id, action: 'admin.export', type: type.name, detail: { query } });
  const showsDeletions = state.show !== 'living';
  yield csvLine([
    'ID',
    ...state.columns.map(labelOf),
    ...(showsDeletions ? ['Deleted', 'Deleted by', 'Reason'] : []),
  ]);
  for (let cursor: ListState['cursor'] = null; ; ) {
    const page = await pageOf(type, { ...state, cursor }, chunk);
    for (const { id, cells, deleted } of await listRows(type, state.columns, page.rows)) {
      yield csvLine([
        id,
        ...cells.map((cell) => (cell.kind === 'number' ? (cell.value as number | null) : cell.text)),
        ...(showsDeletions ? [deleted?.at, deleted?.by, deleted?.why] : []),
      ]);
    }
    if (!page.next) return;
    cursor = page.next;
  }
}
