import Bowser from 'bowser';
import { type BotClass, botClassOf } from './bots';

/**
 * What a user agent says about the visitor's machine: families, no versions, from closed lists, so that no header can
 * invent a new row of statistics.
 */
export type Device = 'desktop' | 'phone' | 'tablet' | 'tv' | 'other';
export type Agent = { bot: BotClass | null; device: Device; browser: string; system: string };

/**
 * Classifies a User-Agent header as logged. Empty or "-" is a bot of class 'other'; a bot's device, browser and
 * system are not looked at ('other', 'Other', 'Other'). Browsers and systems are families ('Chrome', 'iOS'), 'Other'
 * when unknown. An iPad that asks for the desktop site says "Macintosh" and cannot be told from a Mac. Never throws.
 */
export function agentOf(agent: string): Agent {
  const bot = botClassOf(agent === '-' ? '' : agent);
  if (bot) return { bot, device: 'other', browser: 'Other', system: 'Other' };
  // Names stand at the front; a megabyte of header must not run through some hundred regular expressions.
  const head = agent.slice(0, 1000);
  const { browser, os, platform } = Bowser.parse(head);
  const system = firstMatch(ownSystems, head) ?? known(systemNames, os.name);
  return {
    bot: null,
    device: firstMatch(ownDevices, head) ?? deviceOf(platform.type, system),
    browser: firstMatch(ownBrowsers, head) ?? known(browserNames, browser.name),
    system,
  };
}

const systemNames = new Map(Object.values(Bowser.OS_MAP).map((name) => [name, name]));
systemNames.set('PlayStation 4', 'PlayStation').set('WebOS', 'webOS');

const browserNames = new Map(Object.values(Bowser.BROWSER_MAP).map((name) => [name, name]));
browserNames
  .set('Samsung Internet for Android', 'Samsung Internet')
  .set('Microsoft Edge', 'Edge')
  .set('NAVER Whale Browser', 'Whale')
  .set('WebOS Browser', 'webOS Browser')
  .set('Google Search', 'Google app')
  .set('QQ Browser Lite', 'QQ Browser')
  .set('Generic', 'Other');

// Bowser invents a name from the first word of an agent it does not know ("SAMSUNG-GT-E2232/1.0 Openwave ...").
const known = (names: Map<string, string>, name: string | undefined) => names.get(name ?? '') ?? 'Other';

/** Where bowser says nothing, or less than the agent does. */
const ownSystems: [string, RegExp][] = [
  ['PlayStation', /playstation/i],
  ['Nintendo', /nintendo/i],
  ['Xbox', /\bxbox\b/i],
  ['KaiOS', /\bkaios\b/i],
  ['HarmonyOS', /\b(harmonyos|openharmony)\b/i],
  ['Android', /\bsilk\//i], // a Kindle that asks for the desktop site says "Linux"
  ['BSD', /\b(free|open|net)bsd\b|\bdragonfly\b/i],
  ['Solaris', /\bsunos\b/i],
  ['macOS', /\bdarwin\/.*\b(x86_64|macbook|imac|macmini|macpro)/i],
  ['Windows', /\bcygwin/i],
];

const ownBrowsers: [string, RegExp][] = [
  ['Facebook app', /\bFB(AN|AV|_IAB)\b/],
  ['Instagram app', /\bInstagram\b/],
  ['LinkedIn app', /\bLinkedInApp\b/],
  ['TikTok app', /\b(musical_ly|BytedanceWebview|TikTok)/],
  ['Snapchat app', /\bSnapchat\b/],
  ['Pinterest app', /\bPinterest\b/],
  ['X app', /\bTwitter for (iPhone|iPad|Android)\b/],
  ['LINE app', /\bLine\/\d/],
  ['KakaoTalk', /\bKAKAOTALK\b/],
  ['Huawei Browser', /\bHuaweiBrowser\//],
  ['Xiaomi Browser', /\bMiuiBrowser\//],
  ['Oculus Browser', /\bOculusBrowser\//],
  ['Iceweasel', /\bIceweasel\//],
  ['Thunderbird', /\bThunderbird\//],
  ['Lynx', /^Lynx\//],
  ['Links', /^E?Links\b/],
];

const ownDevices: [Device, RegExp][] = [
  [
    'tv',
    /\b(smart-?tv|googletv|google tv|appletv|apple tv|hbbtv|netcast|bravia|aft[a-z]{1,5}[0-9]? build|crkey|roku)\b/i,
  ],
  ['other', /\b(playstation|nintendo|xbox|oculusbrowser|quest \d)\b/i],
  ['phone', /\b(midp|opera mini|j2me|dalvik|kaios|iphone|ipod)\b|\bup\.browser/i],
  ['tablet', /\b(ipad|kindle)\b|\bsilk\//i],
];

const desktops = new Set(['Windows', 'macOS', 'Linux', 'Chrome OS', 'BSD', 'Solaris']);

function deviceOf(platform: string | undefined, system: string): Device {
  if (platform === 'mobile') return 'phone';
  if (platform === 'desktop' || platform === 'tablet' || platform === 'tv') return platform;
  return desktops.has(system) ? 'desktop' : 'other';
}

function firstMatch<T>(table: [T, RegExp][], text: string): T | null {
  return table.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
