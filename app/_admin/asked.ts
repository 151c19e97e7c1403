import { type ListState, parseState } from '@/lib/admin/list-state';
import type { AdminType } from '@/lib/admin/types';
import type { Query } from '../_site/requests';

/** What the query of a list's address asks for. The form that chooses columns sends each on its own. */
export function listAsked(type: AdminType, query: Query): { state: ListState; problems: string[] } {
  const { columns } = query;
  return parseState(type, { ...query, columns: Array.isArray(columns) ? columns.join(',') : columns });
}

/** The same, from the text of a query. */
export const stateOfText = (type: AdminType, text: string): ListState =>
  parseState(type, Object.fromEntries(new URLSearchParams(text.slice(0, 4000)))).state;

/** Every value that a query gives a name. */
export const allOf = (query: Query, name: string): string[] => [query[name] ?? []].flat().slice(0, 1000);
