/** What a request asks for, read from its address with care: anything may stand there. */
export type Query = Record<string, string | string[] | undefined>;

/** The first value of a query parameter, trimmed, without control characters (PostgreSQL refuses NUL), or ''. */
export function text(query: Query, name: string, limit = 200): string {
  const value = query[name];
  const first = (Array.isArray(value) ? value[0] : value) ?? '';
  return [...first.replace(/\p{Cc}+/gu, ' ')].slice(0, limit).join('').trim();
}

/** A page number and, when the address holds something else, a sentence about it. */
export function pageOf(query: Query): { page: number; problem: string | null } {
  const given = text(query, 'page', 40);
  if (given === '') return { page: 1, problem: null };
  if (/^[1-9]\d{0,8}$/.test(given)) return { page: Number(given), problem: null };
  return { page: 1, problem: `“${given}” is not a page number. This is page 1.` };
}

/** A content id from a path or query: 1 to 2147483647, no sign, no leading zero; else null. */
export function idOf(value: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(value)) return null;
  const id = Number(value);
  return id <= 2147483647 ? id : null;
}

/** A path segment without its percent-escapes; null when they are malformed. */
export function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** A path with the query it was asked with, so that a redirect keeps campaign parameters. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, one);
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The address of the archive with these filters; what is empty is left out. */
export function archiveUrl(filters: {
  q?: string;
  tag?: string;
  newsroom?: number | null;
  page?: number;
}): string {
  const search = new URLSearchParams();
  if (filters.q) search.set('q', filters.q);
  if (filters.tag) search.set('tag', filters.tag);
  if (filters.newsroom) search.set('newsroom', String(filters.newsroom));
  if (filters.page && filters.page > 1) search.set('page', String(filters.page));
  return search.size > 0 ? `/releases?${search}` : '/releases';
}
