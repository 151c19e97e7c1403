import type { HistoryEntry } from '@/lib/db/history';
import { propertyOf } from './columns';
import { asRow } from './fields';
import type { AdminType, Row } from './types';

/** What a record was before the given entries (the newest first), worked out backwards from what it is. Pure. */
export function stateBefore(type: AdminType, row: Row, entries: HistoryEntry[]): Row {
  const state: Record<string, unknown> = { ...row };
  for (const { before } of entries) {
    for (const [column, value] of Object.entries(before ?? {})) {
      const name = propertyOf(type.table, column);
      if (name) state[name] = value;
    }
  }
  return asRow(type, state);
}
