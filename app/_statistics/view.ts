import { queryParams, type ReportQuery } from '@/lib/hits/report/query';

/**
 * The pages "Reading the statistics". In this folder are the parts they are made of: pure functions of a report and of
 * the view, which is where the page stands and what its address says. Every control is a link or a GET form to an
 * address that this view makes; scripts only add to what is there.
 */
export type Place = {
  kind: 'release' | 'newsroom' | 'newsrooms';
  id: number | null;
  /** '/author/statistics/release/7', '/shared/<token>' */
  path: string;
  name: string;
  /** The page that readers see; null when it has none. */
  publicUrl: string | null;
  /** Where its numbers of this moment come from: '/api/live?scope=release:7'. */
  live: string;
  /** Opened through a share link: nothing leads out of what it shows. */
  isShared: boolean;
};

export const sorts = ['value', 'change', 'published', 'title'] as const;
export type Sort = (typeof sorts)[number];

export type View = {
  place: Place;
  query: ReportQuery;
  /** The table of releases. */
  list: { sort: Sort; isReversed: boolean; page: number; search: string };
  /** The dimension that is in front on a card with several. */
  tabs: string[];
};

export type Changes = {
  query?: Partial<ReportQuery>;
  list?: Partial<View['list']>;
  tab?: { of: string[]; to: string };
  /** '/export.csv', '/card/referrer' */
  sub?: string;
  /** Further parameters, such as those of an expanded card. */
  more?: Record<string, string>;
};

/** The address of this view with changes. Another period or filter begins at the list's first page again. */
export function hrefOf(view: View, changes: Changes = {}): string {
  const params = paramsOf(view, changes);
  const path = `${view.place.path}${changes.sub ?? ''}`;
  return params.size > 0 ? `${path}?${params}` : path;
}

export function paramsOf(view: View, changes: Changes = {}): URLSearchParams {
  const params = queryParams(view.query, changes.query);
  const list = { ...view.list, ...(changes.query ? { page: 1 } : {}), ...changes.list };
  const hasChange =
    params.get('compare') !== 'none' && !['all', 'today'].includes(params.get('period') ?? '');
  if (list.sort !== 'change' || hasChange) {
    if (list.sort !== 'value') params.set('sort', list.sort);
    if (list.isReversed) params.set('reversed', '1');
  }
  if (list.search) params.set('q', list.search);
  if (list.page > 1) params.set('page', String(list.page));
  const { tab } = changes;
  const tabs = tab
    ? [...view.tabs.filter((one) => !tab.of.includes(one)), ...(tab.to === tab.of[0] ? [] : [tab.to])]
    : view.tabs;
  if (tabs.length > 0) params.set('tabs', tabs.join(','));
  for (const [name, value] of Object.entries(changes.more ?? {})) if (value) params.set(name, value);
  return params;
}
