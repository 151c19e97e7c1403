import { sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import type { LiveAnswer } from '../live-asking';
import type { Contents } from './contents';
import type { FinishedSpan } from './covering';
import { type Dimension, dimensionNamed, dimensions, valueLabel, valuesLabelled } from './dimensions';
import { ints, spanRows, texts } from './finished';
import type { Filter } from './query';
import type { Card } from './types';

/** The cards of a report: for each dimension its values with the most hits. */
export type CardSource = {
  contents: Contents;
  /** The finished days. */
  span: FinishedSpan;
  /** Days that are not in PostgreSQL yet. */
  live: LiveAnswer[];
  filter: Filter | null;
};

const ROWS = 10;

/** A card for each dimension that has any value; those of search and bots are there empty, too. */
export async function cardsOf(source: CardSource): Promise<Card[]> {
  const { filter } = source;
  // Under a filter, only the card it belongs to has anything to show.
  const names = filter ? [filter.dimension] : dimensions.map(({ name }) => name);
  const found = await valuesOf(source, names, { limit: ROWS, exact: filter?.value });
  return dimensions
    .map((dimension) => cardOf(source, dimension, found.get(dimension.name) ?? none))
    .filter(({ dimension, total }) => total > 0 || always.has(dimension));
}

/** More of one card: values that contain a text, some of them. */
export async function cardWith(
  source: CardSource,
  dimension: Dimension,
  { search = '', limit = 100, offset = 0 }: { search?: string; limit?: number; offset?: number },
): Promise<Card> {
  const { filter } = source;
  const exact = filter?.dimension === dimension.name ? filter.value : undefined;
  const found = await valuesOf(source, [dimension.name], { search: search.trim(), limit, offset, exact });
  return cardOf(source, dimension, found.get(dimension.name) ?? none);
}

const always = new Set(['channel', 'referrer', 'engine', 'term', 'device', 'browser', 'system', 'bot']);

type Values = { rows: { value: string; views: number }[]; total: number; distinct: number };
const none: Values = { rows: [], total: 0, distinct: 0 };

type Selection = { search?: string; exact?: string; limit: number; offset?: number };

async function valuesOf(
  { contents, span, live }: CardSource,
  names: string[],
  { search = '', exact, limit, offset = 0 }: Selection,
): Promise<Map<string, Values>> {
  const fresh = live.flatMap(({ breakdowns }) =>
    names.flatMap((dimension) =>
      (breakdowns[dimension] ?? []).map(([value, views]) => ({ dimension, value, views })),
    ),
  );
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  const matching =
    exact !== undefined
      ? sql`where value = ${exact}`
      : search === ''
        ? sql``
        : sql`where value ilike ${pattern} or value = any(${texts(names.flatMap((name) => valuesLabelled(name, search)))})`;
  const rows = await db().execute<{
    dimension: string;
    value: string;
    views: number;
    total: number;
    distinct: number;
  }>(
    sql`/* report.cards */
    with counted as (
      select dimension, value, sum(views) as views from (
        ${spanRows(contents, span, names)}
        union all select * from unnest(${texts(fresh.map((row) => row.dimension))}, ${texts(fresh.map((row) => row.value))},
          ${ints(fresh.map((row) => row.views))})
      ) b group by dimension, value having sum(views) > 0
    ), ranked as (
      select *, row_number() over (partition by dimension order by views desc, value) as place,
        count(*) over (partition by dimension) as distinct from counted
      ${matching}
    ), totals as (select dimension, sum(views) as total from counted group by dimension)
    select dimension, value, views::float8, total::float8, "distinct"::float8 from ranked join totals using (dimension)
    where place > ${offset} and place <= ${offset + limit} order by dimension, place`,
  );
  const found = new Map<string, Values>();
  for (const { dimension, value, views, total, distinct } of rows) {
    if (!found.has(dimension)) found.set(dimension, { rows: [], total, distinct });
    found.get(dimension)!.rows.push({ value, views });
  }
  for (const { totals, breakdowns } of live) {
    for (const [name, values] of found) {
      // Long tails of today are cut off; their hits are not.
      const listed = (breakdowns[name] ?? []).reduce((sum, [, views]) => sum + views, 0);
      values.total += (totals[name]?.views ?? 0) - listed;
    }
  }
  return found;
}

function cardOf({ filter }: CardSource, dimension: Dimension, { rows, total, distinct }: Values): Card {
  const { name, title } = dimension;
  const row = ({ value, views }: { value: string; views: number }) => ({
    value,
    label: valueLabel(name, value),
    views,
    share: total > 0 ? views / total : 0,
    canFilter: true,
  });
  const card = { dimension: name, title, rows: rows.map(row), total, distinct, note: noteOf(dimension) };
  if (!filter) return { ...card, filtered: 'yes' };
  if (filter.dimension === name) return { ...card, filtered: 'yes' };
  const by = dimensionNamed(filter.dimension)?.title.toLowerCase() ?? 'hours';
  const note = `Hits are counted by ${by} and by ${title.toLowerCase()}, not by both at once, so this cannot be filtered.`;
  return { ...card, rows: [], total: 0, distinct: 0, note, filtered: 'not available' };
}

function noteOf({ name }: Dimension): string | null {
  if (name === 'term')
    return 'Search engines hide most terms from the sites they lead to; those hits stand under "(not provided)".';
  if (name === 'bot')
    return 'Requests made by programs. They are not hits, and no other number includes them.';
  if (name === 'country')
    return "Where the operator's database places an address, and unknown where it does not; the address itself is not kept.";
  return null;
}
