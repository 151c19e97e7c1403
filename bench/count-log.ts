import { statSync } from 'node:fs';
import { countFiles } from '@/lib/hits/count';

/** Counts one log file as the roll-up does, for timing as a whole process: node --import tsx bench/count-log.ts FILE [THREADS] */
const [path, threads] = process.argv.slice(2);
const { dev, ino, size } = statSync(path!);
const sums = await countFiles([{ path: path!, gzip: path!.endsWith('.gz'), dev, ino, size }], {
  threads: threads ? Number(threads) : undefined,
  ownHosts: ['press.example.com'],
});
let breakdowns = 0;
for (const _row of sums.breakdowns()) breakdowns++;
console.log(
  JSON.stringify({ lines: sums.lines, hits: sums.hits, visitors: sums.distinctVisitors().site, breakdowns }),
);
