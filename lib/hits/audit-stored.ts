import { sql } from 'drizzle-orm';
import { addDays, type Day } from '@/lib/clock';
import { types } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import type { Difference } from './audit';
import { type DaySums, dropReasons } from './day-sums';

/** Keys like "release:7" of everything there is, and of what had hits in the week up to the day but is deleted now. */
export async function contentOf(day: Day): Promise<string[]> {
  const living = types.map(({ name, table }) => sql`select ${name}::text as type, id from ${table}`);
  const rows = await db().execute<{ type: string; id: number }>(sql`
    /* audit.content */
    ${sql.join(living, sql` union all `)}
    union select type, object_id from hits_daily where day between ${addDays(day, -7)} and ${day}`);
  return rows.map(({ type, id }) => `${type}:${id}`);
}

/**
 * Where PostgreSQL says otherwise than the sums, in rollups, hits_daily and hits_breakdown; all of one moment. A day that
 * has no roll-up must have no hits either.
 */
export async function storedDifferences(
  day: Day,
  sums: DaySums,
): Promise<{ rolledUp: boolean; differences: Difference[] }> {
  return db().transaction(
    async (tx) => {
      const [rollup] = await tx.execute<Rollup>(sql`
        /* audit.rollup */ select lines, hits, visitors, drops from rollups where day = ${day}`);
      const differences = [
        ...(rollup ? ofRollup(rollup, sums) : []),
        ...(await ofDaily(tx, day, rollup ? sums : null)),
        ...(await ofBreakdowns(tx, day, rollup ? sums : null)),
      ];
      return { rolledUp: rollup !== undefined, differences };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

type Transaction = Parameters<Parameters<ReturnType<typeof db>['transaction']>[0]>[0];
type Rollup = { lines: string; hits: string; visitors: number; drops: Record<string, number> };

function ofRollup({ lines, hits, visitors, drops }: Rollup, sums: DaySums): Difference[] {
  const stored = new Map(Object.entries(drops).map(([reason, count]) => [`dropped for ${reason}`, count]));
  stored.set('lines', Number(lines)).set('hits', Number(hits)).set('visitors', visitors);
  const log = new Map(dropReasons.map((reason) => [`dropped for ${reason}`, sums.drops()[reason]]));
  log.set('lines', sums.lines).set('hits', sums.hits).set('visitors', sums.distinctVisitors().site);
  return compared('rollups', stored, log);
}

async function ofDaily(tx: Transaction, day: Day, sums: DaySums | null): Promise<Difference[]> {
  const log = new Map<string, number>();
  if (sums) {
    const visitors = sums.distinctVisitors().of;
    for (const { key, views } of sums.all()) {
      if (views === 0) continue;
      log.set(`${key} views`, views);
      log.set(`${key} visitors`, visitors.get(key) ?? 0);
    }
  }
  const rows = await tx.execute<{ type: string; object_id: number; views: number; visitors: number }>(sql`
    /* audit.daily */ select type, object_id, views, visitors from hits_daily where day = ${day}`);
  const stored = new Map<string, number>();
  for (const { type, object_id: id, views, visitors } of rows) {
    stored.set(`${type}:${id} views`, views);
    stored.set(`${type}:${id} visitors`, visitors);
  }
  return compared('hits_daily', stored, log);
}

async function ofBreakdowns(tx: Transaction, day: Day, sums: DaySums | null): Promise<Difference[]> {
  const log = new Map<string, Map<string, number>>();
  for (const { key, dimension, value, views } of sums?.breakdowns() ?? []) {
    if (!log.has(key)) log.set(key, new Map());
    log.get(key)!.set(`${key} ${dimension} ${value}`, views);
  }
  const present = await tx.execute<{ type: string; object_id: number }>(sql`
    /* audit.broken-down */ select distinct type, object_id from hits_breakdown where day = ${day}`);
  const keys = [...new Set([...log.keys(), ...present.map(({ type, object_id: id }) => `${type}:${id}`)])];
  const differences: Difference[] = [];
  // A busy day has millions of rows: a part of the content at a time.
  for (let at = 0; at < keys.length; at += CONTENT_AT_ONCE) {
    const part = keys.slice(at, at + CONTENT_AT_ONCE);
    const stored = new Map<string, number>();
    const ids = part.map((key) => Number(key.split(':')[1]));
    const rows = await tx.execute<BreakdownRow>(sql`
      /* audit.breakdown */
      select type, object_id, dimension, value, views from hits_breakdown
      where day = ${day} and (type, object_id) in (
        select * from unnest(${sql.param(part.map((key) => key.split(':')[0]))}::text[], ${sql.param(ids)}::int[]))`);
    for (const row of rows) {
      stored.set(`${row.type}:${row.object_id} ${row.dimension} ${row.value}`, row.views);
    }
    const right = new Map(part.flatMap((key) => [...(log.get(key) ?? [])]));
    differences.push(...compared('hits_breakdown', stored, right));
  }
  return differences;
}

type BreakdownRow = { type: string; object_id: number; dimension: string; value: string; views: number };

const CONTENT_AT_ONCE = 500;

function compared(
  where: Difference['where'],
  stored: Map<string, number>,
  log: Map<string, number>,
): Difference[] {
  const found: Difference[] = [];
  for (const key of new Set([...log.keys(), ...stored.keys()])) {
    const says = stored.get(key) ?? null;
    const right = log.get(key) ?? 0;
    if (says !== right) found.push({ where, key, says, log: right });
  }
  return found;
}
