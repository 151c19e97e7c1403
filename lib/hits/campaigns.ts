import { decodeValue, folded, pairsOf, undoLogEscapes } from './escapes';

/** What a link says about the campaign it belongs to (Google's utm_* convention). Only parts that are there. */
export type Campaign = Partial<Record<(typeof parts)[number], string>>;

const parts = ['source', 'medium', 'campaign', 'term', 'content'] as const;

/**
 * The campaign in a raw query string as logged (without "?"): values decoded, lower-case, at most 200 characters each,
 * the first of two equal names. Null when there is none. Never throws.
 */
export function campaignOf(query: string): Campaign | null {
  if (!/utm_/i.test(query)) return null;
  const raw = new Map<string, string>();
  for (const [key, value] of pairsOf(undoLogEscapes(query))) {
    if (!raw.has(key)) raw.set(key, value);
  }
  const campaign: Campaign = {};
  for (const part of parts) {
    const value = folded(decodeValue(raw.get(`utm_${part}`) ?? ''));
    if (value) campaign[part] = value;
  }
  return Object.keys(campaign).length > 0 ? campaign : null;
}
