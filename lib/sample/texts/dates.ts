/**
 * Dates in the sample texts follow from the release's own date, so that a text written once is right whenever the
 * sample is set up: {+14} is a day ("8 December 2026"), {weekday+2} a day of the week, {month+60} a month,
 * {year}, {year-1} and {year+5} years.
 */
export function withDates(text: string, published: Date): string {
  return text.replace(
    /\{(weekday|month|year)?([+-]\d+)?\}/g,
    (whole, unit: string | undefined, shift: string | undefined) => {
      if (!unit && !shift) return whole;
      const by = Number(shift ?? 0);
      if (unit === 'year') return String(published.getFullYear() + by);
      const date = new Date(published.getFullYear(), published.getMonth(), published.getDate() + by);
      if (unit === 'weekday') return WEEKDAY.format(date);
      if (unit === 'month') return MONTH.format(date);
      return DATE.format(date);
    },
  );
}

const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long' });
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
