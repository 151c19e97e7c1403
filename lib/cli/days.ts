import { InvalidArgumentError } from 'commander';
import { addDays, type Day, isDay, today } from '@/lib/clock';

/** An option's value as a day: YYYY-MM-DD, "today" or "yesterday". Throws commander's error for anything else. */
export function dayGiven(text: string): Day {
  if (text === 'today') return today();
  if (text === 'yesterday') return addDays(today(), -1);
  if (isDay(text)) return text;
  throw new InvalidArgumentError(`A day is written YYYY-MM-DD, like ${today()}, or "today" or "yesterday".`);
}

/** An option's value as a whole number of at least `least` and at most `most`. */
export const numberGiven =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    const limit = most < Number.MAX_SAFE_INTEGER ? ` and at most ${most}` : '';
    throw new InvalidArgumentError(`Expected a whole number of at least ${least}${limit}.`);
  };
