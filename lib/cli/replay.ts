import { replay, replayReport } from '@/lib/hits/replay';
import { define } from './command';
import { numberGiven } from './days';
import { progressBar } from './progress';
import { untilStopped } from './signals';

type Options = { to: string; rate?: number; concurrency?: number; limit?: number };

export const command = define<Options>({
  name: 'replay',
  description:
    "Sends a real log's requests at a running site: method, user agent, referrer and client address as they were " +
    "(a site believes the address from loopback only, as the demo's nginx does), the log's most-requested pages mapped " +
    "onto the site's releases. Prints what was sent. For trying a site out, not for a site with readers: it makes hits.",
  accept: (command) =>
    command
      .argument('<file>', 'the log, gzipped or not; - for standard input')
      .requiredOption('--to <url>', 'the site, for example http://localhost:8080')
      .option('--rate <n>', 'requests per second (default: as fast as the site answers)', numberGiven(1))
      .option('--concurrency <n>', 'requests under way at once', numberGiven(1), 16)
      .option('--limit <n>', 'requests at the most', numberGiven(1)),
  examples: [
    ['access.log --to http://localhost:8080', 'the whole log at the demo'],
    ['access.log.gz --to http://localhost:8080 --rate 50 --limit 1000', 'gently, and a part of it'],
  ],
  variables: [],
  async run({ args, options: { to, rate, concurrency, limit } }) {
    const bar = progressBar('requests');
    const signal = untilStopped();
    const done = await replay({
      file: args[0]!,
      to,
      rate,
      concurrency,
      limit,
      signal,
      onProgress: bar.to,
    }).finally(bar.end);
    return { text: replayReport(done), json: done };
  },
});
