import type { Counts } from '@/lib/hits/statistics';
import { counted, number } from '../../../_site/format';

/** The counts as a small picture that suits light and dark pages, with its words for who cannot see it. */
export function counterSvg({ today, total }: Counts): string {
  const all = counted(total, 'hit');
  const shown = today === null ? all : `${all} · ${number(today)} today`;
  const spoken = today === null ? `${all} in all` : `${all} in all, ${number(today)} of them today`;
  // A digit of this font is 7.3 wide, the rest is narrower; nothing measures text here.
  const width = Math.ceil([...shown].length * 7.3) + 22;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="28" viewBox="0 0 ${width} 28" role="img" aria-labelledby="t d">
<title id="t">${spoken}</title>
<desc id="d">Counted by Presskit from its web server’s log, without robots.</desc>
<style>
rect{fill:#fff;stroke:#868e9b}text{fill:#14171c;font:600 13px system-ui,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
@media(prefers-color-scheme:dark){rect{fill:#191c22;stroke:#6d7583}text{fill:#eceef2}}
</style>
<rect x=".5" y=".5" width="${width - 1}" height="27" rx="4"/>
<text x="${width / 2}" y="18.5" text-anchor="middle">${shown}</text>
</svg>
`;
}
