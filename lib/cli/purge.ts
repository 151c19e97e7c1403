import { expired, purgeExpired } from '@/lib/content/retention';
import type { Batch, Taken } from '@/lib/content/soft-delete/layer';
import { env, optionalEnv } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { define } from './command';
import { withStores } from './stores';

type Options = { dryRun?: boolean; days?: string };

export const command = define<Options>({
  name: 'purge',
  description:
    'Removes for good what has been deleted for longer than RETENTION_DAYS days: the rows with all that hangs on them, ' +
    'the files on disk, and the values in their history. Nothing brings that back. Each deletion removed is noted in the ' +
    'audit log. Without RETENTION_DAYS it does nothing; nightly it is started along with the roll-up.',
  accept: (command) =>
    command
      .option('--days <n>', 'instead of RETENTION_DAYS')
      .option('--dry-run', 'say what would be removed, and remove nothing'),
  examples: [
    ['', 'what RETENTION_DAYS says'],
    ['--days 90 --dry-run', 'what would be removed after 90 days'],
    ['--json', '{"days": 365, "dryRun": false, "deletions": [{"id": 7, …}], "taken": {"releases": 12}}'],
  ],
  variables: ['DATABASE_URL', 'FILES_DIR', 'RETENTION_DAYS'],
  async run({ options: { days: given, dryRun = false } }) {
    env('DATABASE_URL', 'FILES_DIR');
    const days = given === undefined ? optionalEnv('RETENTION_DAYS').RETENTION_DAYS : daysOf(given);
    if (days === undefined) {
      return {
        text: 'RETENTION_DAYS is not set: what is deleted is kept. Nothing was removed.',
        json: { days: null, dryRun, deletions: [], taken: {} },
      };
    }
    const found: { batch: Batch; taken: Taken }[] = await withStores(async () =>
      dryRun
        ? (await expired(days)).map((batch) => ({ batch, taken: batch.taken }))
        : await purgeExpired(days),
    );
    const taken: Taken = {};
    for (const part of found)
      for (const [name, count] of Object.entries(part.taken)) taken[name] = (taken[name] ?? 0) + count;
    const deletions = found.map(({ batch: { id, at, by, why, rootTable }, taken }) => ({
      id,
      at,
      by,
      why,
      rootTable,
      taken,
    }));
    return { text: textOf(days, dryRun, deletions.length, taken), json: { days, dryRun, deletions, taken } };
  },
});

function daysOf(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text))
    throw new PresskitError('usage', `--days takes a number of days, not "${text}"`);
  return Number(text);
}

function textOf(days: number, dryRun: boolean, deletions: number, taken: Taken): string {
  if (deletions === 0) return `nothing has been deleted for longer than ${days} days`;
  const what = Object.entries(taken)
    .map(([name, count]) => `${count.toLocaleString('en')} ${name.replaceAll('_', ' ')}`)
    .join(', ');
  const of = `of ${deletions.toLocaleString('en')} ${deletions === 1 ? 'deletion' : 'deletions'}`;
  return dryRun ? `would remove ${what}, ${of}` : `removed ${what}, ${of}`;
}
