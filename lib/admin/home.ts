import { statfs } from 'node:fs/promises';
import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { User } from '@/lib/auth/users';
import { now } from '@/lib/clock';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { optionalEnv } from '@/lib/env';
import { type BulkRun, unfinishedRuns } from './bulk';
import { type Batch, batches } from './deletions';
import { type Health, health } from './health';
import { demandEntry } from './permissions';

/** What an admin sees first: what was deleted lately, what is about to appear, and how the installation is doing. */
export type Disk = { path: string; freeBytes: number; totalBytes: number; isLow: boolean };
export type Home = {
  /** Actions on many records that go on or were interrupted: one's own, an admin's everybody's. */
  runs: BulkRun[];
  deletions: Batch[];
  scheduled: { id: number; title: string; status: string; publishedAt: Date; newsroom: string }[];
  /** Null: this process does not know where memcached is. */
  health: Health | null;
  disk: Disk[];
  /** Deleted records are removed for good after so many days; null: never. */
  retentionDays: number | null;
};

/** Throws 'not_found' for who has no business here. */
export async function home(user: User): Promise<Home> {
  demandEntry(user);
  const { MEMCACHED_SERVERS, RETENTION_DAYS } = optionalEnv('MEMCACHED_SERVERS', 'RETENTION_DAYS');
  const [runs, deletions, scheduled, state, disk] = await Promise.all([
    unfinishedRuns(user),
    batches(user, { limit: 10 }),
    scheduledNext(20),
    MEMCACHED_SERVERS ? health() : null,
    disks(),
  ]);
  return {
    runs,
    deletions: deletions.rows,
    scheduled,
    health: state,
    disk,
    retentionDays: RETENTION_DAYS ?? null,
  };
}

async function scheduledNext(limit: number): Promise<Home['scheduled']> {
  const found = await db()
    .select({
      id: releases.id,
      title: releases.title,
      status: releases.status,
      publishedAt: releases.publishedAt,
      newsroom: newsrooms.name,
    })
    .from(releases)
    .innerJoin(newsrooms, eq(newsrooms.id, releases.newsroomId))
    .where(
      and(inArray(releases.status, ['scheduled', 'embargoed', 'published']), gt(releases.publishedAt, now())),
    )
    .orderBy(asc(releases.publishedAt), asc(releases.id))
    .limit(limit);
  return found.map((row) => ({ ...row, publishedAt: row.publishedAt! }));
}

/** The file systems that Presskit writes to, each once. */
async function disks(): Promise<Disk[]> {
  const { LOG_DIR = [], FILES_DIR, STATE_DIR } = optionalEnv('LOG_DIR', 'FILES_DIR', 'STATE_DIR');
  const folders = [...LOG_DIR, FILES_DIR, STATE_DIR].filter((folder) => folder !== undefined);
  const found = await Promise.all(
    folders.map(async (path): Promise<Disk | null> => {
      try {
        const { bavail, blocks, bsize } = await statfs(path);
        const [freeBytes, totalBytes] = [bavail * bsize, blocks * bsize];
        return { path, freeBytes, totalBytes, isLow: freeBytes < Math.min(totalBytes / 20, 2e9) };
      } catch (error) {
        // Not made yet: it says nothing about the disk.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        return null;
      }
    }),
  );
  const key = (disk: Disk) => `${disk.totalBytes} ${Math.round(disk.freeBytes / 1e7)}`;
  return [...new Map(found.filter((disk) => disk !== null).map((disk) => [key(disk), disk])).values()];
}
