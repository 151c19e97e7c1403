/** Short answers of route handlers, which no layout surrounds. */

/** A sentence with status 404. */
export const notFoundText = (sentence: string): Response =>
  new Response(`${sentence}\n`, {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });

/** JSON that nobody may keep. */
export const freshJson = (data: unknown, status = 200): Response =>
  Response.json(data, { status, headers: { 'Cache-Control': 'no-store' } });
