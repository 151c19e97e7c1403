import { env } from '@/lib/env';
import { seed } from '@/lib/sample/seed';
import { define } from './command';
import { untilStopped } from './signals';
import { withStores } from './stores';

const variables = ['DATABASE_URL', 'FILES_DIR', 'LOG_DIR', 'SITE_URL'] as const;

export const command = define({
  name: 'seed',
  description:
    'Fills an empty installation with sample content: newsrooms, releases with pictures and files, users, and the logs of ' +
    "two years of visits (`presskit rollup` turns those into hits). For trying Presskit out, not for a real site's " +
    'database: one that has releases is left alone.',
  examples: [['', 'sample content and logs']],
  variables: [...variables, 'SITE_URLS', 'TZ'],
  async run() {
    env(...variables);
    const signal = untilStopped();
    const done = await withStores(() => seed({ signal, log: (line) => console.error(line) }));
    const text =
      done.releases > 0
        ? `${done.newsrooms} newsrooms, ${done.releases} releases, ${done.files} files, logs of ${done.days} days`
        : 'nothing was added';
    return { text, json: done };
  },
});
