import Link from 'next/link';
import { archiveUrl } from '../_site/requests';

type Room = { id: number; name: string };
type Props = {
  q: string;
  tag: string;
  newsroom: Room | null;
  newsrooms: Room[];
  tags: { tag: string; count: number }[];
};

/** The search form of the archive and its topics: plain GET, so that every result has an address. */
export function ArchiveFilters({ q, tag, newsroom, newsrooms, tags }: Props) {
  const shown = tag && !tags.some((one) => one.tag === tag) ? [{ tag, count: 0 }, ...tags] : tags;
  return (
    <search className="filters">
      {/* The key makes a new form after a soft navigation, so that its fields show what was asked. */}
      <form action="/releases" method="get" key={`${q} ${newsroom?.id ?? ''} ${tag}`}>
        <p className="field field-q">
          <label htmlFor="q">Words</label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={q}
            maxLength={200}
            placeholder="What are you looking for?"
          />
        </p>
        <p className="field">
          <label htmlFor="newsroom">Newsroom</label>
          <select id="newsroom" name="newsroom" defaultValue={newsroom?.id ?? ''}>
            <option value="">All newsrooms</option>
            {newsrooms.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </p>
        {tag && <input type="hidden" name="tag" value={tag} />}
        <button className="button" type="submit">
          Search
        </button>
      </form>
      {shown.length > 0 && (
        <ul className="tags" aria-label="Topics">
          {shown.map((one) => (
            <li key={one.tag}>
              {one.tag === tag ? (
                <Link
                  className="tag-on"
                  href={archiveUrl({ q, newsroom: newsroom?.id ?? null })}
                  prefetch={false}
                  aria-label={`${one.tag}: remove this topic`}
                >
                  {one.tag} <span aria-hidden="true">×</span>
                </Link>
              ) : (
                <Link href={archiveUrl({ q, tag: one.tag, newsroom: newsroom?.id ?? null })} prefetch={false}>
                  {one.tag}
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
