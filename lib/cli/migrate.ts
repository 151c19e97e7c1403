import { migrate } from '@/lib/db/migrate';
import { define } from './command';
import { withStores } from './stores';

export const command = define({
  name: 'migrate',
  description:
    'Brings the database up to date: applies the migrations that are missing, then views, triggers and grants. ' +
    'Run it before the first start and after each update; running it again changes nothing. ' +
    'The user of DATABASE_URL must own the database and may have to create the role presskit_app.',
  examples: [
    ['', 'apply what is missing'],
    ['--json', '{"applied": ["0003_tags"]}'],
  ],
  variables: ['DATABASE_URL'],
  async run() {
    const { applied } = await withStores(migrate);
    const text = applied.length > 0 ? `applied: ${applied.join(', ')}` : 'the database is up to date';
    return { text, json: { applied } };
  },
});
