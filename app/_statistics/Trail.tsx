import type { Door } from './doors';

/** Where one is: the newsroom of a release, all newsrooms of a person. */
export function Trail({
  door,
  page,
}: {
  door: Door /** What is below the statistics themselves. */;
  page?: string;
}) {
  const { place, newsroom } = door;
  const up: [string, string][] = [];
  if (!place.isShared && place.kind !== 'newsrooms') up.push(['/author/statistics', 'All newsrooms']);
  if (!place.isShared && place.kind === 'release' && newsroom)
    up.push([`/author/statistics/newsroom/${newsroom.id}`, newsroom.name]);
  if (page) up.push([place.path, place.name]);
  return (
    <nav aria-label="Where this is">
      <ul className="trail">
        {place.isShared && <li>Statistics, shared by a link</li>}
        {up.map(([href, name]) => (
          <li key={href}>
            <a href={href}>{name}</a>
          </li>
        ))}
        {!place.isShared && up.length === 0 && <li>Statistics</li>}
        {page && <li aria-current="page">{page}</li>}
      </ul>
    </nav>
  );
}
