import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a generated day of a busy press-release site as nginx logs it: 2 000 releases with a long tail, 400 000
 * addresses, some 6 000 user agents and 9 000 referrers, the assets of each page, bots, prefetches and errors.
 * Deterministic: the same arguments write the same bytes.
 */
export function writeDayLog(path: string, lines: number, seed = 1): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'w');
  const random = randomOf(seed);
  const pick = <T>(list: T[]) => list[Math.floor(random() * list.length)]!;
  // The smaller index the likelier, as readers spread over releases.
  const skewed = (n: number, power = 3) => Math.floor(n * random() ** power);
  const people = peopleAgents();
  const agentOf = (address: number, reader: number) =>
    Math.floor(people.length * (((address * 7919 + reader) % 10_007) / 10_007) ** 3);
  const bots = botAgents();
  const referrers = referrersOf(9000);
  let block: string[] = [];
  for (let i = 0; i < lines; i++) {
    const second = Math.floor((i / lines) * 86_400);
    const time = [second / 3600, (second / 60) % 60, second % 60].map((n) =>
      String(Math.floor(n)).padStart(2, '0'),
    );
    const isBot = random() < 0.18;
    const address = skewed(400_000);
    // A reader keeps to one browser; behind one address in ten there are several readers.
    const agent = isBot ? pick(bots) : people[agentOf(address, address % 10 ? 0 : i % 5)]!;
    const kind = random();
    const id = 1 + skewed(2000);
    let target = `/releases/${id}/release-number-${id}-about-something`;
    let status = 200;
    let referrer = random() < 0.4 ? '-' : referrers[skewed(referrers.length, 6)]!;
    let method = 'GET';
    let prefetch = '--';
    let rsc = '-';
    if (kind < 0.42) {
      if (random() < 0.06) target += '?utm_source=newsletter&utm_medium=email&utm_campaign=week-47';
      else if (random() < 0.1) {
        target += `?_rsc=${id.toString(36)}x1`;
        rsc = '1';
      }
      if (random() < 0.05) status = 304;
      if (random() < 0.03) prefetch = '1-';
    } else if (kind < 0.46) target = `/newsrooms/${1 + (id % 60)}/newsroom-${1 + (id % 60)}`;
    else if (kind < 0.49) target = `/files/${id}/press-kit-${id}.pdf`;
    else if (kind < 0.9) {
      target = `/_next/static/chunks/${pick(['app', 'main', 'page', '4bd1b696', 'framework'])}-0f3a9c.js`;
      referrer = `https://press.example.com/releases/${id}/release-number-${id}-about-something`;
    } else if (kind < 0.96) {
      target = `/wp-login.php?i=${id}`;
      status = 404;
    } else if (kind < 0.98) method = 'HEAD';
    else target = '/';
    block.push(
      `${10 + (address >> 16)}.${(address >> 8) & 255}.${address & 255}.${address % 250} - - ` +
        `[23/Nov/2026:${time[0]}:${time[1]}:${time[2]} +0100] "${method} ${target} HTTP/1.1" ${status} ` +
        `${Math.floor(random() * 60_000)} "${referrer}" "${agent}" purpose="--" prefetch="${prefetch}" rsc="${rsc}" ` +
        `range="-" host="press.example.com" time="0.00${i % 10}"\n`,
    );
    if (block.length === 20_000) {
      writeSync(file, block.join(''));
      block = [];
    }
  }
  writeSync(file, block.join(''));
  closeSync(file);
}

/** mulberry32: small, quick and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function peopleAgents(): string[] {
  const systems = [
    'Windows NT 10.0; Win64; x64',
    'Macintosh; Intel Mac OS X 10_15_7',
    'X11; Linux x86_64',
    'Linux; Android 14; Pixel 8',
    'Linux; Android 13; SM-S911B',
    'iPhone; CPU iPhone OS 17_5 like Mac OS X',
  ];
  const agents: string[] = [];
  for (let build = 0; build < 1000; build++) {
    const system = systems[build % systems.length]!;
    const chrome = `${100 + (build % 40)}.0.${6000 + build}.${build % 200}`;
    agents.push(
      system.startsWith('iPhone')
        ? `Mozilla/5.0 (${system}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.${build % 9} Mobile/15E${build} Safari/604.1`
        : `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome} Safari/537.36`,
      `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome} Safari/537.36 Edg/${chrome}`,
      `Mozilla/5.0 (${system}; rv:${100 + (build % 40)}.${build}) Gecko/20100101 Firefox/${100 + (build % 40)}.${build}`,
    );
  }
  return agents.concat(agents.map((agent) => `${agent} App/${agent.length}`));
}

function botAgents(): string[] {
  return [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    'Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)',
    'curl/8.5.0',
    'python-requests/2.31.0',
    '-',
  ];
}

function referrersOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    switch (i % 4) {
      case 0:
        return 'https://www.google.com/';
      case 1:
        return `https://www.bing.com/search?q=press+release+${i}`;
      case 2:
        return `https://news-${i % 300}.example/story/${i}/what-happened?from=home`;
      default:
        return `https://t.co/${i.toString(36)}AbC`;
    }
  });
}
