import { now, today } from '@/lib/clock';
import { type Contents, contentsOf } from './contents';
import { freshDays } from './fresh';
import type { Scope } from './scope';

/** What changes while one looks: hits of the pages since midnight, and how many people read them now. */
export type Live = {
  /** null: memcached, or what counts live, is away. */
  today: number | null;
  /** Distinct visitors of the last five minutes; null as above. */
  now: number | null;
  /** ISO 8601. */
  at: string;
};

/** @param known the content of the scope, when it has been looked up just now */
export async function live(scope: Scope, known?: Contents): Promise<Live> {
  const day = today();
  const [fresh] = await freshDays(known ?? (await contentsOf(scope)), { from: day, to: day }, new Set());
  return { today: fresh?.totals.hits ?? null, now: fresh?.answer?.now ?? null, at: now().toISOString() };
}
