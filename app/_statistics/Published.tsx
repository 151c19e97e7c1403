import type { Report } from '@/lib/hits/report/types';
import { counted } from '../_site/format';
import { localOf, pointWords } from './words';

/** What the marks of the chart stand for. */
export function Published({
  published,
  hrefOfRelease,
}: {
  published: Report['published'];
  hrefOfRelease: (release: { id: number; url: string }) => string;
}) {
  if (published.length === 0) return null;
  return (
    <details className="published" id="published">
      <summary>{counted(published.length, 'release')} published in this time</summary>
      <ul>
        {published.map((release) => (
          <li key={release.id}>
            <time dateTime={release.at.slice(0, 10)}>{pointWords(localOf(release.at), 'hour')}</time>{' '}
            <a href={hrefOfRelease(release)}>{release.title}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
