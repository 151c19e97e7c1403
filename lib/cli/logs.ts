import { type Day, today } from '@/lib/clock';
import { env } from '@/lib/env';
import { prepareDays } from '@/lib/hits/log-dirs';
import { define } from './command';
import { dayGiven, numberGiven } from './days';

export const command = define<{ days: number; from?: Day }>({
  name: 'logs',
  description:
    "Makes the log's day folders (LOG_DIR/YYYY/MM/DD) ahead of time, because nginx makes none, and points the links " +
    'LOG_DIR/access and LOG_DIR/error to the newest log. Run it once before nginx starts for the first time; ' +
    'ingest does the same each day as long as it runs.',
  accept: (command) =>
    command
      .option('--days <n>', 'how many days, the first included', numberGiven(1, 3660), 8)
      .option('--from <day>', 'the first day (default: today)', dayGiven),
  examples: [
    ['', 'today and the week after'],
    ['--days 31', 'a month'],
  ],
  variables: ['LOG_DIR', 'TZ'],
  async run({ options }) {
    const { LOG_DIR } = env('LOG_DIR');
    const from = options.from ?? today();
    const errorLogMoved = await prepareDays(LOG_DIR, from, options.days);
    return {
      text: `folders for ${options.days} days from ${from} are in ${LOG_DIR.join(', ')}`,
      json: { from, days: options.days, logDirs: LOG_DIR, errorLogMoved },
    };
  },
});
