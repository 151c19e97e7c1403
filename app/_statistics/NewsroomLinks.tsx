/** The newsrooms whose statistics one may read, each with its own page. */
export function NewsroomLinks({ newsrooms }: { newsrooms: { id: number; name: string }[] }) {
  if (newsrooms.length === 0)
    return (
      <p className="notice">
        You belong to no newsroom yet, so there is nothing to show. Whoever owns one can invite you.
      </p>
    );
  return (
    <nav aria-label="Newsrooms" className="stat-rooms">
      <ul>
        {newsrooms.map(({ id, name }) => (
          <li key={id}>
            <a href={`/author/statistics/newsroom/${id}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
