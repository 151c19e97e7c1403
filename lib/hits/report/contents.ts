import { type SQL, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import type { ContentKey } from '../day-sums';
import type { Scope } from './scope';

/** The living content that a scope is about: pages, whose requests are hits, and files, whose requests are downloads. */
export type Contents = {
  newsroomIds: number[];
  releaseIds: number[];
  fileIds: number[];
  /** The release of each of these files, in their order; null: it is a newsroom's own. */
  releaseOfFile: (number | null)[];
  /** Under which newsrooms its hits lie (hits_homes), and under none; empty for one release, which is read by its id. */
  homeIds: number[];
  /** Where the sums per newsroom are good for; null for one release, which is read row by row. */
  sums: Moves | null;
};

/**
 * Content that came to (1) or left (-1) these newsrooms since the sums were made: deleted, restored or moved, and read
 * at some time. Nearly always none.
 */
export type Moves = { types: string[]; ids: number[]; signs: number[] };

export async function contentsOf(scope: Scope): Promise<Contents> {
  if (scope.kind === 'release') {
    const [row] = await db().execute<{ releases: number[]; files: number[] }>(sql`/* report.release */
      select array(select id from releases where id = ${scope.id}) as releases,
        array(select id from files where release_id = ${scope.id} order by id) as files`);
    const { releases, files } = row!;
    const releaseOfFile = files.map(() => scope.id);
    return { newsroomIds: [], releaseIds: releases, fileIds: files, releaseOfFile, homeIds: [], sums: null };
  }
  const asked = scope.kind === 'newsroom' ? [scope.id] : scope.ids;
  const ids = sql`${sql.param(asked)}::int[]`;
  const [[row], { moves, homeIds }] = await Promise.all([
    db().execute<{
      newsrooms: number[];
      releases: number[];
      files: number[];
      of: (number | null)[];
    }>(sql`/* report.newsrooms */
      select array(select id from newsrooms where id = any(${ids}) order by id) as newsrooms,
        array(select id from releases where newsroom_id = any(${ids}) order by id) as releases,
        array(select id from files where newsroom_id = any(${ids}) order by id) as files,
        array(select release_id from files where newsroom_id = any(${ids}) order by id) as of`),
    movesOf(asked),
  ]);
  return {
    newsroomIds: row!.newsrooms,
    releaseIds: row!.releases,
    fileIds: row!.files,
    releaseOfFile: row!.of,
    homeIds,
    sums: moves,
  };
}

async function movesOf(newsroomIds: readonly number[]): Promise<{ moves: Moves; homeIds: number[] }> {
  const ids = sql`${sql.param(newsroomIds)}::int[]`;
  const rows = await db().execute<{ type: string; id: number; sign: number }>(sql`/* report.moves */
    with living as (
      select 'release' as type, id, newsroom_id from releases where newsroom_id = any(${ids})
      union all select 'file', id, newsroom_id from files where newsroom_id = any(${ids})
      union all select 'newsroom', id, id from newsrooms where id = any(${ids})
    ), summed as (
      select type, object_id as id, newsroom_id from hits_attributed where newsroom_id = any(${ids})
    )
    select coalesce(l.type, s.type) as type, coalesce(l.id, s.id) as id, case when l.id is null then -1 else 1 end as sign
    from living l full join summed s on s.type = l.type and s.id = l.id and s.newsroom_id = l.newsroom_id
    where (l.id is null or s.id is null) and exists (select from hits_daily h
      where h.type = coalesce(l.type, s.type) and h.object_id = coalesce(l.id, s.id))`);
  const moves = {
    types: rows.map(({ type }) => type),
    ids: rows.map(({ id }) => id),
    signs: rows.map(({ sign }) => sign),
  };
  const homes = await db().execute<{ id: number }>(sql`/* report.homes */
    select distinct home_id as id from hits_attributed where newsroom_id = any(${ids})
    union select h.newsroom_id from hits_homes h
      join unnest(${sql.param(moves.types)}::text[], ${sql.param(moves.ids)}::int[]) as m (type, id)
        on h.type = m.type and h.object_id = m.id`);
  return { moves, homeIds: [NO_HOME, ...homes.map(({ id }) => id)] };
}

/** What was rolled up before there were homes, or when its content was gone. */
const NO_HOME = 0;

/** Condition on `releases`: of newsrooms by them, since a list of thousands of ids has all of the table read. */
export const releasesIn = ({ sums, newsroomIds, releaseIds }: Contents, releases = sql`releases`): SQL =>
  sums
    ? sql`${releases}.newsroom_id = any(${sql.param(newsroomIds)}::int[])`
    : sql`${releases}.id = any(${sql.param(releaseIds)}::int[])`;

/** The keys of the pages, then those of the files; the order is part of what is asked of ingest. */
export function keysOf({ releaseIds, newsroomIds, fileIds }: Contents): ContentKey[] {
  return [
    ...releaseIds.map((id): ContentKey => `release:${id}`),
    ...newsroomIds.map((id): ContentKey => `newsroom:${id}`),
    ...fileIds.map((id): ContentKey => `file:${id}`),
  ];
}
