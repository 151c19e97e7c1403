import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { sendDigests } from '@/lib/hits/notes/digest';
import { sendTakeOffs } from '@/lib/hits/notes/take-off';
import { canSendMail } from '@/lib/mail/settings';
import { define } from './command';
import { withStores } from './stores';

export const command = define({
  name: 'notes',
  description:
    'Puts into the outbox what people have asked to be told: the digest of the last full week (from Monday on) or month ' +
    '(from the first on), and a note when a release takes off, yesterday or today as far as it has come. Each is sent ' +
    'once, however often this runs; a timer runs it each hour. A digest waits until its last day is rolled up, two ' +
    'days at the most. The site sends what is in the outbox.',
  examples: [
    ['', 'what is due now'],
    ['--json', 'for a program: {"digests":2,"takeOffs":1,"waiting":[]}'],
  ],
  variables: [
    'DATABASE_URL',
    'MEMCACHED_SERVERS',
    'SITE_URL',
    'AUTH_SECRET',
    'SMTP_URL',
    'MAIL_DIR',
    'MAIL_FROM',
    'TZ',
  ],
  async run() {
    env('DATABASE_URL', 'MEMCACHED_SERVERS', 'SITE_URL', 'AUTH_SECRET');
    if (!canSendMail())
      throw new PresskitError(
        'config',
        'configuration:\n  neither SMTP_URL nor MAIL_DIR is set: no mail is sent here',
      );
    return withStores(async () => {
      const takeOffs = await sendTakeOffs();
      const { sent: digests, waiting } = await sendDigests();
      const lines = [`${digests} digests, ${takeOffs} notes of releases that take off`, ...waiting];
      return { text: lines.join('\n'), json: { digests, takeOffs, waiting } };
    });
  },
});
