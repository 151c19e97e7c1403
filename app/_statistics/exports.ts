import { dimensionNamed } from '@/lib/hits/report/dimensions';
import { card, report } from '@/lib/hits/report/report';
import { csv, rows } from '@/lib/hits/report/table';
import { freshJson, notFoundText } from '../_site/answers';
import { queryOf, viewAt } from './asked';
import { cardAsked } from './CardPage';
import type { Door } from './doors';
import { beginningsOf, listOf } from './StatisticsPage';

/** What a page shows, as a file: the same door, the same query, the same numbers. */
export type Format = 'csv' | 'json';

export async function exportReport(door: Door | null, request: Request, format: Format): Promise<Response> {
  if (!door) return missing();
  const { view } = viewAt(door.place, queryOf(request));
  const numbers = await report(door.scope, view.query, { draftsOf: door.draftsOf });
  const [releases, since] = await Promise.all([listOf(door, view, numbers), beginningsOf(door)]);
  // Of one release there is no table.
  const { releasesTotal: _, ...known } = numbers;
  // How releases began is known of all hits together: under a filter the page does not show it either.
  const shown = { ...known, releases: releases?.rows ?? [], since: view.query.filter ? [] : since };
  if (format === 'json')
    return file(freshJson({ name: door.place.name, query: view.query, ...shown }), door, 'json');
  return file(text(csv(rows(shown))), door, 'csv');
}

/** A card is exported whole, or as far as it was searched. */
export async function exportCard(
  door: Door | null,
  request: Request,
  dimension: string,
  format: Format,
): Promise<Response> {
  if (!door || !dimensionNamed(dimension)) return missing();
  const params = queryOf(request);
  const { view } = viewAt(door.place, params);
  const { search } = cardAsked(params);
  const all = await card(door.scope, view.query, dimension, { search, limit: MOST_ROWS });
  if (format === 'json')
    return file(freshJson({ name: door.place.name, query: view.query, ...all }), door, 'json', dimension);
  return file(text(csv(rows(all))), door, 'csv', dimension);
}

const MOST_ROWS = 100_000;

const missing = () => notFoundText('There are no statistics at this address.');

const text = (body: string) =>
  new Response(body, { headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Cache-Control': 'no-store' } });

/** Named so that one still knows, in a folder full of downloads, what it is. */
function file(response: Response, { place }: Door, format: Format, dimension?: string): Response {
  const name = ['statistics', place.kind, place.id, dimension].filter(Boolean).join('-');
  response.headers.set('Content-Disposition', `attachment; filename="${name}.${format}"`);
  response.headers.set('X-Robots-Tag', 'noindex, nofollow');
  return response;
}
