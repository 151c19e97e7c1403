import { and, eq, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { releases } from '@/lib/db/tables';
import { popularTags } from './releases';
import { visible } from './visible';

/** Tags to choose from while writing: those that the newsroom used lately, then those that are popular on the site. */
export async function tagSuggestions(newsroomId: number, limit = 100): Promise<string[]> {
  const [own, popular] = await Promise.all([
    db()
      .select({ tags: releases.tags })
      .from(releases)
      .where(and(eq(releases.newsroomId, newsroomId), visible(now())))
      .orderBy(sql`${releases.publishedAt} desc`)
      .limit(100),
    popularTags(limit),
  ]);
  const all = [...own.flatMap(({ tags }) => tags), ...popular.map(({ tag }) => tag)];
  return [...new Set(all)].slice(0, limit);
}
