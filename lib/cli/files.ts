import { syncPublicFiles } from '@/lib/content/files';
import { env } from '@/lib/env';
import { define } from './command';
import { withStores } from './stores';

export const command = define({
  name: 'files',
  description:
    'Makes FILES_DIR/public hold exactly the files that visitors may see now: links those of visible releases and ' +
    'newsrooms, removes the others. The site does this by itself as releases appear and disappear; run it after ' +
    'restoring a back-up or moving FILES_DIR.',
  examples: [['', 'put FILES_DIR/public right']],
  variables: ['DATABASE_URL', 'FILES_DIR'],
  async run() {
    env('DATABASE_URL', 'FILES_DIR');
    const { linked, removed } = await withStores(syncPublicFiles);
    return { text: `${linked} files linked, ${removed} removed`, json: { linked, removed } };
  },
});
