import type { Count } from '@/lib/admin/counting';
import type { Amount } from '@/lib/admin/deletions';
import { counted, dayShort, number, time } from '../_site/format';

/** How the admin says things. */
export const countWords = ({ count, estimated }: Count): string =>
  estimated ? `about ${number(count)}` : number(count);

export const moment = (date: Date): string => `${dayShort(date)}, ${time(date)}`;

/** "1 newsroom, 12 releases and 40 files" */
export function takenWords(taken: Pick<Amount, 'label' | 'count'>[]): string {
  return listed(taken.map(({ label, count }) => `${number(count)} ${label.toLowerCase()}`));
}

export function listed(parts: string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** "1 release" */
export const ofType = (n: number, label: readonly [string, string]): string =>
  counted(n, label[0].toLowerCase(), label[1].toLowerCase());

export const doing: Record<string, { verb: string; done: string; button: string }> = {
  delete: { verb: 'delete', done: 'deleted', button: 'Delete' },
  restore: { verb: 'restore', done: 'restored', button: 'Restore' },
  publish: { verb: 'publish', done: 'published', button: 'Publish' },
  unpublish: { verb: 'unpublish', done: 'unpublished', button: 'Unpublish' },
  purge: { verb: 'remove for good', done: 'removed for good', button: 'Remove for good' },
  undo: { verb: 'undo', done: 'set back to what they were', button: 'Undo' },
};
