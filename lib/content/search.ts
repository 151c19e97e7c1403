import { and, eq, type SQL, sql } from 'drizzle-orm';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { newestFirst, summaryColumns, summaryOf } from './selections';
import { hitEnd, hitStart } from './text';

/** Full-text search of releases: which match, in what order, and where in the text. */

/** Plain text, never HTML; `hit` where it is what was searched for. */
export type SnippetPart = { text: string; hit: boolean };

/** Counting every match of a word that most releases have would read most of the table. */
export const mostCounted = 10_000;
// Ranking reads the words of every match; among thousands it says little and costs much.
const mostRanked = 2000;

const tsquery = (q: string) => sql`websearch_to_tsquery('english', ${q})`;

/** The ids of one page of matches, best first (newest first when there are thousands), and how many match, at most 10 000. */
export async function matches(q: string, among: SQL, limit: number, offset: number) {
  const where = and(among, sql`${releases.search} @@ ${tsquery(q)}`);
  return db().transaction(
    async (tx) => {
      // The planner does not reckon with what it costs to read the words of each row, and would rather do that for all
      // rows than look into the index.
      await tx.execute(sql`set local enable_seqscan = off`);
      const counted = tx
        .select({ id: releases.id })
        .from(releases)
        .where(where)
        .limit(mostCounted)
        .as('counted');
      const total = await tx.$count(counted);
      if (offset >= total) return { total, ids: [] };
      const rank = total <= mostRanked ? [sql`ts_rank_cd(${releases.search}, ${tsquery(q)}) desc`] : [];
      const rows = await tx
        .select({ id: releases.id })
        .from(releases)
        .where(where)
        .orderBy(...rank, ...newestFirst)
        .limit(Math.min(limit, total - offset))
        .offset(offset);
      return { total, ids: rows.map(({ id }) => id) };
    },
    { accessMode: 'read only' },
  );
}

/** These releases in the given order, each with the part of its text that matches; null without a query. */
export async function withSnippets(ids: number[], q: string) {
  if (ids.length === 0) return [];
  const headline = sql<string>`ts_headline('english', left(${releases.bodyText}, 50000), ${tsquery(q)},
    ${`StartSel=${hitStart}, StopSel=${hitEnd}, MaxFragments=2, MaxWords=24, MinWords=10, FragmentDelimiter=" … "`})`;
  const rows = await db()
    .select({ ...summaryColumns, snippet: q ? headline : sql<null>`null` })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(sql`${releases.id} = any(${sql.param(ids)}::int[])`)
    .orderBy(sql`array_position(${sql.param(ids)}::int[], ${releases.id})`);
  return rows.map(({ snippet, ...row }) => ({
    ...summaryOf(row),
    snippet: snippet === null ? null : snippetParts(snippet),
  }));
}

function snippetParts(headline: string): SnippetPart[] {
  return headline
    .split(new RegExp(`(${hitStart}[^${hitEnd}]*${hitEnd})`))
    .filter(Boolean)
    .map((text) =>
      text.startsWith(hitStart) ? { text: text.slice(1, -1), hit: true } : { text, hit: false },
    );
}
