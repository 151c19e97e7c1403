import { dimensionNamed } from '@/lib/hits/report/dimensions';
import { comparison, isRunning, parseQuery, sentenceOf } from '@/lib/hits/report/query';
import { pageOf, type Query, text } from '../_site/requests';
import { type Place, sorts, type View } from './view';

/** The view that an address asks for, and a sentence for each part of it that was not understood. */
export function viewAt(place: Place, params: Query): { view: View; problems: string[] } {
  const names = ['period', 'from', 'to', 'compare', 'interval', 'metric'];
  const { query, problems } = parseQuery({
    ...Object.fromEntries(names.map((name) => [name, text(params, name, 40)])),
    filter: text(params, 'filter', 600),
  });
  const { page, problem } = pageOf(params);
  const asked = text(params, 'sort', 20);
  const sort = sorts.find((one) => one === asked);
  const isCompared = comparison(query) !== null && !isRunning(query);
  const isSortable = sort !== 'change' || isCompared;
  const list = {
    sort: sort && isSortable ? sort : 'value',
    // The other way round is that of what was asked for, not of what is shown instead.
    isReversed: text(params, 'reversed', 1) === '1' && isSortable && (sort !== undefined || !asked),
    page,
    search: text(params, 'q'),
  } as const;
  const more = [
    problem,
    sort === 'change' &&
      !isCompared &&
      `${isRunning(query) ? 'The day is not over' : 'Nothing is compared'}, so there is no change to sort by; the most read come first.`,
    asked && !sort && `The list cannot be sorted by “${asked}”; the most read come first.`,
  ].filter((sentence) => typeof sentence === 'string' && sentence !== '') as string[];
  const tabs = [
    ...new Set(
      text(params, 'tabs', 300)
        .split(',')
        .filter((name) => dimensionNamed(name)),
    ),
  ];
  return { view: { place, query, list, tabs }, problems: [...problems.map(sentenceOf), ...more] };
}

/** The parameters of a request's address as pages get them. */
export const queryOf = (request: Request): Query => Object.fromEntries(new URL(request.url).searchParams);
