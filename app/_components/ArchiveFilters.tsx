import Link from 'next/link';
import { archiveUrl } from '../_site/requests';

type Room = { id: number; name: string };
type Filters = { q: string; tag: string; newsroom: Room | null };

/** The search form of the archive: plain GET, so that every result has an address. `newsrooms` null: there is no choice. */
export function ArchiveForm({ q, tag, newsroom, newsrooms }: Filters & { newsrooms: Room[] | null }) {
  return (
    <search className="filters">
      {/* The key makes a new form after a soft navigation, so that its fields show what was asked. */}
      <form action="/releases" method="get" key={`${q} ${newsroom?.id ?? ''} ${tag}`}>
        <p className="field field-q">
          <label htmlFor="q">Search for</label>
          <input id="q" name="q" type="search" defaultValue={q} maxLength={200} />
        </p>
        {newsrooms && (
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
        )}
        {tag && <input type="hidden" name="tag" value={tag} />}
        <button className="button" type="submit">
          Search
        </button>
      </form>
    </search>
  );
}

/** The filters that are on, each a link that takes it off. */
export function ActiveFilters({ q, tag, newsroom }: Filters) {
  const id = newsroom?.id ?? null;
  const on = [
    { name: 'search', text: q && `“${q}”`, without: archiveUrl({ tag, newsroom: id }) },
    { name: 'topic', text: tag, without: archiveUrl({ q, newsroom: id }) },
    { name: 'newsroom', text: newsroom?.name, without: archiveUrl({ q, tag }) },
  ].filter(({ text }) => text);
  if (on.length === 0) return null;
  return (
    <ul className="tags" aria-label="Filters">
      {on.map(({ name, text, without }) => (
        <li key={name}>
          <Link className="tag-on" href={without} prefetch={false}>
            <span className="hidden">Remove {name} </span>
            {text} <span aria-hidden="true">×</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The topics most written about; choosing one keeps the other filters. */
export function Topics({ tags, filters }: { tags: { tag: string }[]; filters: Filters }) {
  const others = tags.filter(({ tag }) => tag !== filters.tag);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="topics">
      <h2 id="topics">Topics</h2>
      <ul className="tags">
        {others.map(({ tag }) => (
          <li key={tag}>
            <Link
              href={archiveUrl({ q: filters.q, tag, newsroom: filters.newsroom?.id ?? null })}
              prefetch={false}
            >
              {tag}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
