import { errorCodes, type PresskitError } from '@/lib/errors';

/** A page for whoever sent a form without a script and is told no: a heading, why, the way back. */
export function refusalPage(
  title: string,
  { code, message, retryAfter }: PresskitError,
  back: { href: string; label: string },
): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; font: 1.125rem/1.6 Georgia, serif; }
body { display: grid; place-content: center; min-height: 90vh; margin: 0 auto; padding: 1rem; max-width: 34rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; text-wrap: balance; }
a { color: inherit; }
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(message)}</p>
<p><a href="${escaped(back.href)}">${escaped(back.label)}</a></p>
</main>
</body>
</html>
`;
  return new Response(html, {
    status: errorCodes[code].status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    },
  });
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
