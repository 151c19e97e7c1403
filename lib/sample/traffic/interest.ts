import { Weighted } from '@/lib/sample/random';
import type { Source } from './referrers';
import type { SiteRelease } from './site';

/**
 * How many people want to read what, when and coming from where: a peak on the day of publication, a decay of some
 * days, a tail that never quite ends, weekends at half strength, a site that slowly grows.
 */
const PEAK = 190;

/** Readings expected of a release `age` days after its publication, on a day of this strength. */
export function expectedReadings(release: SiteRelease, age: number, strength: number): number {
  const fresh = age < 3 ? [1, 0.62, 0.36][age]! : 0.36 * Math.exp(-(age - 2) / 2.2);
  const tail = 0.05 * (1 + age / 20) ** -0.6 + 0.007;
  return PEAK * release.appeal * strength * (fresh + tail);
}

/** Further readings on the days after a release was suddenly shared everywhere. */
export function expectedViralReadings(release: SiteRelease, age: number): number {
  const since = release.viralAfter === null ? -1 : age - release.viralAfter;
  return since < 0 || since > 9 ? 0 : 3200 * release.reach * release.appeal * Math.exp(-since / 1.3);
}

/** The strength of a day: 1 is a workday in the middle of the history. `progress` runs from 0 to 1 over it. */
export function strengthOf(date: Date, progress: number): number {
  const weekday = [0.5, 1, 1.08, 1.1, 1.05, 0.92, 0.45][date.getDay()]!;
  const day = date.getMonth() * 31 + date.getDate();
  const holidays = day >= 11 * 31 + 23 || day <= 2 ? 0.45 : 1;
  const summer = date.getMonth() === 7 ? 0.8 : 1;
  return weekday * holidays * summer * (0.6 + 0.8 * progress);
}

const WORKDAY_HOURS = [
  3, 2, 1, 1, 1, 3, 10, 26, 52, 74, 78, 70, 62, 66, 70, 66, 58, 48, 40, 36, 34, 28, 18, 8,
];
const WEEKEND_HOURS = [
  6, 4, 2, 1, 1, 2, 5, 12, 24, 38, 48, 50, 46, 44, 44, 46, 46, 46, 48, 54, 56, 46, 30, 14,
];

/** Hours of the day, as often as people read in them. */
export const hoursOf = (date: Date) => (date.getDay() % 6 === 0 ? WEEKEND : WORKDAY);
const WORKDAY = new Weighted(WORKDAY_HOURS.map((weight, hour) => [weight, hour] as const));
const WEEKEND = new Weighted(WEEKEND_HOURS.map((weight, hour) => [weight, hour] as const));

/** Where readers of a release come from; assistants send more of them as the history goes on. */
export function sourcesAt(progress: number): { fresh: Weighted<Source>; settled: Weighted<Source> } {
  const ai = 2 + 10 * progress;
  return {
    fresh: new Weighted<Source>([
      [24, 'direct'],
      [12, 'search'],
      [26, 'social'],
      [18, 'news'],
      [6, 'mail'],
      [ai / 2, 'ai'],
      [14, 'campaign'],
    ]),
    settled: new Weighted<Source>([
      [22, 'direct'],
      [48, 'search'],
      [9, 'social'],
      [8, 'news'],
      [3, 'mail'],
      [ai, 'ai'],
      [2, 'campaign'],
    ]),
  };
}
