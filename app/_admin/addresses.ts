import { type ListState, stateParams } from '@/lib/admin/list-state';
import type { AdminType } from '@/lib/admin/types';
import { listUrl } from './paths';

/** A list with something changed: from its first page again, unless the page is what changes. */
export const changedUrl = (type: AdminType, state: ListState, changes: Partial<ListState>): string =>
  listUrl(type, stateParams(type, state, changes));
