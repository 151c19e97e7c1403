import { createHash } from 'node:crypto';

/**
 * An answer that a client need not fetch twice (RFC 9110, section 13): 304 when it already has this body. The entity
 * tag decides; a date alone counts only when it is exactly ours, because withdrawing a release makes the newest date
 * go back. (`feed readers` ask every few minutes.)
 */
export function conditional(request: Request, body: string, type: string, modified: Date | null): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const headers = new Headers({
    'Content-Type': type,
    'Cache-Control': 'public, max-age=0, must-revalidate',
    ETag: etag,
  });
  if (modified) headers.set('Last-Modified', modified.toUTCString());
  return unchanged(request.headers, etag, modified)
    ? new Response(null, { status: 304, headers })
    : new Response(body, { headers });
}

function unchanged(asked: Headers, etag: string, modified: Date | null): boolean {
  const tags = asked.get('if-none-match');
  // Weak comparison: a proxy that compresses marks our tag as weak.
  if (tags !== null)
    return tags.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag);
  return modified !== null && asked.get('if-modified-since') === modified.toUTCString();
}
