import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, dayOf } from '@/lib/clock';
import { dayFolder } from '@/lib/hits/log-dirs';
import { replay } from '@/lib/hits/replay';
import { rollUp } from '@/lib/hits/rollup';
import { generatedLog } from '@/lib/hits/testing/generated-log';
import { naiveRecount } from '@/lib/hits/testing/naive-recount';
import { root } from '@/lib/machine/root';
import { setClock } from './clock';
import { expect, test } from './fixtures';
import { ownStack } from './own-stack';
import { fillSample } from './sample';

/**
 * Real input through the whole of it: a real log's requests are sent at nginx, in front of the real site; what ingest
 * has in memcached, what pages show and what the roll-up makes of the day is what a naive recount finds in the log that
 * nginx wrote. Where the real log is not at hand, a generated one is sent.
 */
const start = new Date();
const stack = ownStack({
  fill: fillSample,
  settings: (dir) => setClock(dir, start),
});
const real = join(root, '../shared/data/access-5k.log');

test('a replayed log is counted as an independent count of what nginx wrote, live and rolled up', async ({
  page,
  request,
}) => {
  test.setTimeout(400_000);
  const { dir, url, env } = stack();
  const day = dayOf(start);
  const file = existsSync(real) ? real : join(dir, 'generated.log');
  if (file !== real) writeFileSync(file, generatedLog({ seed: 5, lines: 3000, long: false }));
  const sent = await replay({ file, to: url });
  expect(sent.sent).toBeGreaterThan(2000);
  expect(sent.errors).toEqual({});

  const log = () => readFileSync(join(dayFolder(env.LOG_DIR!, day), 'access.log'));
  // One more request, after which there are none but those for /api/hits, which count for nothing.
  const [first] = sent.releases;
  await page.goto(`/releases/${first!.id}/x`);
  await page.close();
  const counted = async () => {
    const { views } = naiveRecount(log(), { live: true });
    const hits = new Map<string, number>();
    for (const key of views.keys()) {
      const { today, total } = await (await request.get(`/api/hits/${key.replace(':', '/')}`)).json();
      expect(total).toBe(today);
      hits.set(key, today);
    }
    return { hits, views };
  };
  await expect(async () => {
    const { hits, views } = await counted();
    expect(views.size).toBeGreaterThan(10);
    expect(hits).toEqual(views);
  }).toPass({ timeout: 20_000 });

  const { views } = naiveRecount(log());
  setClock(dir, new Date(`${addDays(day, 1)}T12:00:00`));
  await rollUp([day], { logDirs: [env.LOG_DIR!], ownHosts: ['localhost'] });
  for (const [key, hits] of views) {
    const { total } = await (await request.get(`/api/hits/${key.replace(':', '/')}`)).json();
    expect(total, key).toBe(hits);
  }
});
