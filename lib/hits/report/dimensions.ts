/**
 * What is known of hits besides their number: the dimensions of hits_breakdown and of today's details, each with its
 * card. Titles and values are for people; what is stored stays as it is.
 */
export type Dimension = {
  name: string;
  title: string;
  /** Requests of bots, which are no hits: not to be added to them. */
  ofBots?: boolean;
  /** Each hit has exactly one value, so shares are of all hits; otherwise of those that have one. */
  isWhole?: boolean;
};

export const dimensions: readonly Dimension[] = [
  { name: 'channel', title: 'Channels', isWhole: true },
  { name: 'referrer', title: 'Referring sites' },
  { name: 'page', title: 'Referring pages' },
  { name: 'engine', title: 'Search engines' },
  { name: 'term', title: 'Search terms' },
  { name: 'utm_source', title: 'Campaign sources' },
  { name: 'utm_medium', title: 'Campaign media' },
  { name: 'utm_campaign', title: 'Campaigns' },
  { name: 'utm_term', title: 'Campaign terms' },
  { name: 'utm_content', title: 'Campaign contents' },
  { name: 'country', title: 'Countries', isWhole: true },
  { name: 'device', title: 'Devices', isWhole: true },
  { name: 'browser', title: 'Browsers', isWhole: true },
  { name: 'system', title: 'Systems', isWhole: true },
  { name: 'bot', title: 'Bots', ofBots: true },
];

/** Those one can filter by; the hour has a chart instead of a card. */
export const dimensionNames: readonly string[] = [...dimensions.map(({ name }) => name), 'hour'];

/** The dimension of a name; null when there is none with a card. */
export const dimensionNamed = (name: string): Dimension | null =>
  dimensions.find((dimension) => dimension.name === name) ?? null;

/** A value as people read it: "ai-crawler" is "AI crawlers", "DE" is "Germany". */
export function valueLabel(dimension: string, value: string): string {
  if (dimension === 'country') return countryName(value);
  if (dimension === 'hour') return `${value.padStart(2, '0')}:00`;
  return words[dimension]?.[value] ?? value;
}

/** The values that a dimension may have where they are few and known; null: anything may be one. */
export const storedValues = (dimension: string): string[] | null =>
  words[dimension] ? Object.keys(words[dimension]) : null;

/** A value as it is stored: "Phone" is "phone", "de" is "DE". Null: the dimension can have no such value. */
export function storedValue(dimension: string, value: string): string | null {
  if (dimension === 'country') return /^([a-z]{2})?$/i.test(value) ? value.toUpperCase() : null;
  if (dimension === 'hour')
    return /^\d{1,2}$/.test(value) && Number(value) < 24 ? String(Number(value)) : null;
  const values = storedValues(dimension);
  return values ? (values.find((known) => known === value.toLowerCase()) ?? null) : value;
}

/** The values that people read otherwise than they are stored, and whose label contains a text. */
export function valuesLabelled(dimension: string, search: string): string[] {
  const values = dimension === 'country' ? countryCodes() : Object.keys(words[dimension] ?? {});
  const text = search.toLowerCase();
  return values.filter((value) => valueLabel(dimension, value).toLowerCase().includes(text));
}

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const countryCodes = () => ['', ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))];

const words: Record<string, Record<string, string>> = {
  channel: {
    direct: 'Direct',
    internal: 'This site',
    search: 'Search',
    social: 'Social networks',
    ai: 'AI assistants',
    email: 'E-mail',
    other: 'Other sites',
  },
  device: { desktop: 'Desktop', phone: 'Phone', tablet: 'Tablet', tv: 'TV', other: 'Other' },
  bot: {
    search: 'Search engines',
    'ai-crawler': 'AI crawlers',
    'ai-assistant': 'AI assistants, for a person',
    feed: 'Feed readers',
    monitor: 'Monitors',
    other: 'Other',
  },
};

const regions = new Intl.DisplayNames('en', { type: 'region' });

function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code === '' ? 'Unknown' : code;
  return regions.of(code) ?? code;
}
