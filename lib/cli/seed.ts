import { env } from '@/lib/env';
import { seed } from '@/lib/sample/seed';
import { define } from './command';
import { withStores } from './stores';

export const command = define({
  name: 'seed',
  description:
    'Fills an empty installation with sample content: newsrooms, releases with pictures and files, users, and two years ' +
    "of history, by writing the log of each day and rolling it up. For trying Presskit out, not for a real site's " +
    'database; it refuses one that has content.',
  examples: [['', 'sample content and history']],
  variables: ['DATABASE_URL', 'FILES_DIR', 'LOG_DIR', 'SITE_URL', 'TZ'],
  async run() {
    env('DATABASE_URL', 'FILES_DIR', 'LOG_DIR', 'SITE_URL');
    const result = await withStores(() => seed({ log: (line) => console.error(line) }));
    return { text: 'sample content is there', json: result ?? null };
  },
});
