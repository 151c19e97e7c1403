import type { Random } from '@/lib/sample/random';
import type { BotKind } from './agents';
import { addressOf, newestAt, type Scene } from './visits';

/** Everything that is not a person on one day: crawlers, feed readers, monitors, previews, scanners, broken links. */
export function robotsOfDay(scene: Scene): void {
  const { random, strength, progress, log } = scene;
  const anyTime = () => random.next() * log.seconds;
  const scale = 0.6 + 0.4 * strength;
  times(random, 95 * scale, () => crawl(scene, anyTime(), 'search'));
  for (let bursts = random.poisson(2.2 + 3 * progress); bursts > 0; bursts--) crawlAll(scene, anyTime());
  times(random, (3 + 16 * progress) * scale, () => crawl(scene, anyTime(), 'ai-assistant'));
  times(random, 9 * scale, () => crawl(scene, anyTime(), 'preview'));
  times(random, 42, () => crawl(scene, anyTime(), 'other'));
  pollFeeds(scene);
  monitor(scene);
  times(random, 14, () => scan(scene, anyTime()));
  times(random, 10 * strength, () => missPage(scene, anyTime()));
}

function times(random: Random, mean: number, run: () => void): void {
  for (let left = random.poisson(mean); left > 0; left--) run();
}

function crawl(scene: Scene, second: number, kind: BotKind): void {
  const { random, site, era, log } = scene;
  const path = anyPath(scene, second);
  const method = kind === 'preview' && random.chance(0.3) ? 'HEAD' : 'GET';
  const bytes = method === 'HEAD' ? 0 : 7400;
  const entry = { address: addressOf(random), agent: era.bots[kind].pick(random), protocol: 'HTTP/1.1' };
  const status = kind === 'search' && random.chance(0.2) ? 304 : 200;
  log.add(second, { ...entry, path, method, status, bytes: status === 304 ? 0 : bytes });
  if (kind === 'search' && random.chance(0.08))
    log.add(second - 1, { ...entry, path: '/robots.txt', bytes: 131 });
  if (kind === 'search' && random.chance(0.04))
    log.add(second + 2, { ...entry, path: '/sitemap.xml', bytes: 4410 });
  if (kind === 'other' && random.chance(0.1))
    log.add(second + 1, { ...entry, path: site.newsrooms[0]!.path, method: 'HEAD' });
}

/** A crawler that reads through the archive, a page every few seconds. */
function crawlAll(scene: Scene, start: number): void {
  const { random, era, log, site } = scene;
  const entry = {
    address: addressOf(random),
    agent: era.bots['ai-crawler'].pick(random),
    protocol: 'HTTP/1.1',
  };
  log.add(start, { ...entry, path: '/robots.txt', bytes: 131 });
  let second = start;
  let index = newestAt(scene, start);
  for (let left = 8 + random.below(30); left > 0 && index >= 0; left--, index -= 1 + random.below(3)) {
    second += 1 + random.exponential(6);
    log.add(second, { ...entry, path: site.releases[index]!.path, bytes: 7400 });
  }
}

function pollFeeds({ random, era, log, site }: Scene): void {
  for (let reader = 0; reader < 5; reader++) {
    const entry = {
      address: `198.51.100.${10 + reader}`,
      agent: era.bots.feed.pick(random),
      protocol: 'HTTP/1.1',
    };
    const path = reader % 3 === 2 ? `${random.pick(site.newsrooms).path}/feed.xml` : '/feed.xml';
    for (let second = random.below(7200); second < log.seconds; second += 7200) {
      const known = random.chance(0.8);
      log.add(second, { ...entry, path, status: known ? 304 : 200, bytes: known ? 0 : 28_112 });
    }
  }
}

function monitor({ random, era, log }: Scene): void {
  const entry = { address: '203.0.113.200', agent: era.bots.monitor.pick(random), protocol: 'HTTP/1.1' };
  for (let second = random.below(1200); second < log.seconds; second += 1200) {
    log.add(second, { ...entry, method: random.chance(0.5) ? 'HEAD' : 'GET', path: '/', bytes: 0 });
  }
}

/** Programs that look for software that is not here. Some pretend to be browsers, and some do not speak HTTP. */
function scan({ random, era, log }: Scene, second: number): void {
  const agent = random.chance(0.5) ? era.people.pick(random) : era.bots.other.pick(random);
  const entry = { address: addressOf(random), agent, protocol: 'HTTP/1.1', bytes: 3310 };
  if (random.chance(0.08)) log.add(second, { ...entry, method: 'POST', path: '/xmlrpc.php', status: 405 });
  else if (random.chance(0.06)) log.add(second, { ...entry, path: '/releases/%E0%A4%A/x', status: 400 });
  else log.add(second, { ...entry, path: random.pick(PROBES), status: 404 });
}

const PROBES = [
  '/wp-login.php',
  '/.env',
  '/wp-admin/setup-config.php',
  '/.git/config',
  '/phpmyadmin/',
  '/admin.php',
  '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php',
  '/old/index.html',
];

/** A person with a wrong link: mistyped, shortened by a mail program, or to a title that has changed since. */
function missPage(scene: Scene, second: number): void {
  const { random, era, log, site } = scene;
  const person = { address: addressOf(random), agent: era.people.pick(random) };
  const newest = newestAt(scene, second);
  const release = newest < 0 ? null : site.releases[random.below(newest + 1)]!;
  const roll = random.next();
  if (release && roll < 0.4) {
    log.add(second, { ...person, path: release.path.slice(0, -6), status: 308, bytes: 0 });
    log.add(second + 1, { ...person, path: release.path, bytes: 7400 });
  } else if (release && roll < 0.5) {
    log.add(second, { ...person, path: release.path, status: 499, bytes: 0 });
  } else log.add(second, { ...person, path: random.pick(WRONG), status: 404, bytes: 3310 });
}

const WRONG = [
  '/release/12',
  '/releases/99999/gone',
  '/news/latest',
  '/press',
  '/newsrooms/0/none',
  '/apple-touch-icon.png',
];

function anyPath(scene: Scene, second: number): string {
  const { random, site } = scene;
  const roll = random.next();
  const newest = newestAt(scene, second);
  if (newest < 0 || roll < 0.1) return '/';
  if (roll < 0.2) return random.pick(site.newsrooms).path;
  const release = site.releases[newest - Math.floor(random.next() ** 2 * (newest + 1))]!;
  return roll > 0.93 && release.files.length > 0 ? random.pick(release.files).path : release.path;
}
