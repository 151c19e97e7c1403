/**
 * The rich text of a release: HTML that was sanitised when it was stored. The dateline runs into the first paragraph,
 * as newspapers set it.
 */
export function Prose({ html, dateline }: { html: string; dateline: string | null }) {
  return (
    <div className="prose">
      {dateline && <p className="dateline">{dateline} –</p>}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by lib/content before it is stored */}
      <div dangerouslySetInnerHTML={{ __html: typeset(html) }} />
    </div>
  );
}

/**
 * What the style needs and the stored HTML does not say. A wide table or a long line scrolls inside its own frame, which
 * the keyboard can reach, and not the page around it. The last paragraph of a quotation that begins with a dash is its source.
 */
function typeset(html: string): string {
  return html
    .replaceAll(/<table\b/g, '<div class="table" role="group" aria-label="Table" tabindex="0"><table')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre>', '<pre tabindex="0">')
    .replaceAll(/<p>([—–]\s(?:(?!<p>).)*<\/p>\s*<\/blockquote>)/gs, '<p class="source">$1');
}
