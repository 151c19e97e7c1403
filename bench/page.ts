import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { closeDb } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { daysToRollUp, rollUp } from '@/lib/hits/rollup';
import { ensureBuild } from '@/lib/machine/build';
import { Installation } from '@/lib/machine/installation';
import { freePort } from '@/lib/machine/ports';
import { requireProgram } from '@/lib/machine/programs';
import { seed } from '@/lib/sample/seed';
import { startPlainNginx } from './nginx';
import { percentile, type Section, short, times } from './table';

const run = promisify(execFile);

/** A release page through nginx, next to nginx serving the same bytes as a file. In turn, three times each. */
export async function page(folder: string, seconds: number): Promise<Section> {
  const wrk = requireProgram('wrk');
  const dir = join(folder, `page-${process.pid}`);
  await ensureBuild(() => undefined);
  const port = await freePort();
  const installation = new Installation({ dir, port, throwaway: true });
  try {
    await installation.startStores();
    Object.assign(process.env, installation.env);
    await migrate();
    await seed({ scale: 'small' });
    const logDirs = [installation.env.LOG_DIR!];
    await rollUp(await daysToRollUp(logDirs), { logDirs });
    await closeDb();
    await installation.startFront();
    const sitemap = await (await fetch(`http://localhost:${port}/sitemap.xml`)).text();
    const path = new URL(/<loc>([^<]*\/releases\/\d+\/[^<]*)<\/loc>/.exec(sitemap)![1]!).pathname;
    const bytes = Buffer.from(await (await fetch(`http://localhost:${port}${path}`)).arrayBuffer());
    const plain = await startPlainNginx(join(dir, 'plain'), bytes);
    const pages: number[] = [];
    const files: number[] = [];
    try {
      for (let round = 0; round < 3; round++) {
        pages.push(await load(wrk, `http://127.0.0.1:${port}${path}`, seconds));
        files.push(await load(wrk, `http://127.0.0.1:${plain.port}${path}`, seconds));
      }
    } finally {
      await plain.server.stop();
    }
    const [ours, file] = [percentile(pages, 0.5), percentile(files, 0.5)];
    return {
      title: 'The release page',
      about: `${short(bytes.length)} bytes of HTML with fresh counts, rendered for each visitor, next to nginx serving the same bytes as a file with the same log; without compression, 16 connections, ${seconds} s, the median of three rounds.`,
      head: ['', 'pages/s', 'of the file'],
      rows: [
        ['nginx, the same bytes as a file', short(file), '1'],
        ['nginx, Next and memcached', short(ours), (ours / file).toPrecision(2)],
      ],
      below: `The file is ${times(file / ours)} as fast.`,
    };
  } finally {
    await installation.stop();
  }
}

async function load(wrk: string, url: string, seconds: number): Promise<number> {
  const agent = 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
  const { stdout } = await run(wrk, ['-t1', '-c16', `-d${seconds}s`, '-H', agent, url]);
  if (/Non-2xx/.test(stdout)) throw new Error(`the site did not answer well under load:\n${stdout}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)![1]);
}
