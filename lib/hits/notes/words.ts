/** 3402 -> "3,402"; what is not known is said so. */
export const figure = (n: number | null): string =>
  n === null ? 'an unknown number of' : n.toLocaleString('en-US');

/** 0.51 -> " (+51%)", -0.2 -> " (−20%)"; nothing where there is nothing to compare with. */
export function changeOf(change: number | null): string {
  if (change === null) return '';
  const percent = Math.round(change * 100);
  return percent === 0
    ? ' (as before)'
    : ` (${percent > 0 ? '+' : '−'}${Math.abs(percent).toLocaleString('en-US')}%)`;
}
