/** The addresses of the admin's pages; for scripts in the browser too. */
type Named = { name: string };

/** The audit log is called so in its address; every other type by its name. */
export const segmentOf = ({ name }: Named): string => (name === 'audit' ? 'audit-log' : name);
export const nameOfSegment = (segment: string): string => (segment === 'audit-log' ? 'audit' : segment);

export const listUrl = (type: Named, params: URLSearchParams | string = ''): string => {
  const query = params.toString();
  return `/admin/${segmentOf(type)}${query ? `?${query}` : ''}`;
};

export const recordUrl = (type: string | Named, id: number): string =>
  `/admin/${segmentOf(typeof type === 'string' ? { name: type } : type)}/${id}`;

/** The page that asks before something is done to one record. */
export const bulkUrl = (type: Named, action: string, id: number): string =>
  `/admin/${segmentOf(type)}/bulk?action=${action}&id=${id}`;
