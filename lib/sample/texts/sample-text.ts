/**
 * What one sample newsroom is made of. Each newsroom has a file of its own beside this one; everything in them is
 * invented, addresses are on reserved domains and telephone numbers in ranges kept for fiction.
 */
export type SampleNewsroom = {
  /** Names the newsroom's palette, logo and scenes. */
  key: string;
  name: string;
  description: string;
  website: string;
  boilerplate: string;
  contacts: SampleContact[];
  releases: SampleRelease[];
};

export type SampleContact = { name: string; role: string; email: string; phone: string };

export type SampleRelease = {
  title: string;
  subtitle?: string;
  dateline: string;
  tags: string[];
  when: When;
  /** Unfinished, or finished and held back until an agreed time; without it, published or scheduled by its date. */
  status?: 'draft' | 'embargoed';
  /** Markup of markup.ts, with dates of dates.ts. */
  body: string;
  pictures?: SamplePicture[];
  attachments?: SampleAttachment[];
  /** How much it interests people; 1 is usual. */
  appeal?: number;
  /** Days after publication on which it is suddenly shared everywhere. */
  viralAfter?: number;
};

/** A picture to be drawn: the scene's name and what it shows, for those who do not see it. */
export type SamplePicture = { scene: string; alt: string; caption?: string };

export type SampleAttachment =
  | { kind: 'pdf'; name: string; title: string; facts: [label: string, value: string][] }
  | { kind: 'csv'; name: string; title: string; rows: (string | number)[][] }
  | { kind: 'zip'; name: string; title: string; of: string[] };

/** A point in time that follows from the present, so that the sample is never old. */
export type When = (now: Date) => Date;

/** The latest past occurrence of a day of the year ("03-12"), on a workday: seasons stay right. */
export const latest =
  (day: MonthDay, time: ClockTime): When =>
  (now) => {
    const [month, date] = day.split('-').map(Number) as [number, number];
    const yesterday = now.getTime() - 86_400_000;
    const thisYear = new Date(now.getFullYear(), month - 1, date);
    const year = thisYear.getTime() <= yesterday ? now.getFullYear() : now.getFullYear() - 1;
    return onWorkday(new Date(year, month - 1, date), time);
  };

/** The same day of the year, a year before `latest`. */
export const yearBefore =
  (day: MonthDay, time: ClockTime): When =>
  (now) => {
    const [month, date] = day.split('-').map(Number) as [number, number];
    return onWorkday(new Date(latest(day, '12:00')(now).getFullYear() - 1, month - 1, date), time);
  };

/** What follows upon something else: the next chapter must never come first, whenever the sample is set up. */
export const daysAfter =
  (first: When, days: number, time: ClockTime): When =>
  (now) => {
    const date = first(now);
    return onWorkday(new Date(date.getFullYear(), date.getMonth(), date.getDate() + days), time);
  };

export const daysAgo =
  (days: number, time: ClockTime): When =>
  (now) =>
    onWorkday(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days), time);

export const daysAhead =
  (days: number, time: ClockTime): When =>
  (now) =>
    at(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days), time);

export const hoursAgo =
  (hours: number): When =>
  (now) =>
    new Date(Math.floor((now.getTime() - hours * 3_600_000) / 300_000) * 300_000);

type MonthDay = `${number}-${number}`;
type ClockTime = `${number}:${number}`;

function onWorkday(date: Date, time: ClockTime): Date {
  const early = [2, 0, 0, 0, 0, 0, 1][date.getDay()]!;
  return at(new Date(date.getFullYear(), date.getMonth(), date.getDate() - early), time);
}

function at(day: Date, time: ClockTime): Date {
  const [hour, minute] = time.split(':').map(Number) as [number, number];
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute);
}
