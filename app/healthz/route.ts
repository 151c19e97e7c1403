export const dynamic = 'force-dynamic';

/** Whether this process answers; asks nothing of PostgreSQL or memcached. */
export function GET(): Response {
  return new Response('ok\n', {
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  });
}
