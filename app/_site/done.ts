import { now } from '@/lib/clock';

/**
 * Where a form leads that is done: a page with what became of it. Each time it is another address, so that the page says
 * it anew (Said.tsx) when the same is done twice.
 * @param more further parameters
 */
export const doneAt = (path: string, done: string, more: Record<string, string | number> = {}): string =>
  `${path}?${new URLSearchParams({ done, ...more, at: String(now().getTime()) })}`;
