import Link from 'next/link';
import { archiveUrl } from '../_site/requests';

/** A release's tags, each a link to the archive. */
export function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="tags" aria-label="Topics">
      {tags.map((tag) => (
        <li key={tag}>
          <Link href={archiveUrl({ tag })} prefetch={false}>
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
