import type { Attachment } from '@/lib/content/releases';
import type { Counts } from '@/lib/hits/statistics';
import { kindOf, size } from '../_site/format';
import { ListHits } from './Hits';

/** The attached files, each with its kind, size and downloads. Plain links: nginx serves them. */
export function Downloads({ files, counts }: { files: Attachment[]; counts: Counts[] }) {
  if (files.length === 0) return null;
  return (
    <section className="downloads" aria-labelledby="downloads">
      <h2 id="downloads">Downloads</h2>
      <ul>
        {files.map((file, index) => (
          <li key={file.id}>
            <a href={file.url} download>
              {file.title || file.name}
            </a>
            <p>
              <span>{kindOf(file.mime, file.name)}</span>
              <span>{size(file.bytes)}</span>
              <ListHits counts={counts[index]} noun="download" />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
