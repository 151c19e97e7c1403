/** Where the pictures and links of pasted HTML go. */
export type PastedPicture = { kind: 'own' | 'data' | 'elsewhere'; src: string; alt: string };

/** Null: nothing to see, such as a pixel that tells a sender that its mail was read. */
export function pictureOf(
  attributes: Record<string, string>,
  style: Record<string, string>,
): PastedPicture | null {
  const src = (attributes.src ?? '').trim();
  const size = (value: string | undefined) => (value === undefined ? Number.NaN : Number.parseFloat(value));
  const sizes = [attributes.width, attributes.height, style.width, style.height].map(size);
  if (!src || sizes.some((length) => length <= 3)) return null;
  const alt = (attributes.alt ?? '').replace(/\s+/g, ' ').trim();
  if (own.test(src)) return { kind: 'own', src: src.replace(/^https?:\/\/[^/]+/i, ''), alt };
  if (/^data:image\/(png|jpeg|gif|webp|bmp|avif);base64,/i.test(src)) {
    // The clear pixel that pages show until the real picture has loaded.
    return src.length < 200 ? null : { kind: 'data', src, alt };
  }
  if (/^data:/i.test(src)) return null;
  return { kind: 'elsewhere', src: src.slice(0, 2000), alt };
}

/** A link's real target: without the detours that Google and Outlook write around it; null: not one to take over. */
export function targetOf(href: string | undefined): string | null {
  const given = (href ?? '').trim();
  if (/^\/(?![/\\])[^\s\\]*$/.test(given)) return given;
  if (!URL.canParse(given)) return null;
  const url = new URL(given);
  if (!/^(https?|mailto):$/.test(url.protocol)) return null;
  const detour =
    /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url'
      ? (url.searchParams.get('q') ?? url.searchParams.get('url'))
      : /(^|\.)safelinks\.protection\.outlook\.com$/.test(url.hostname)
        ? url.searchParams.get('url')
        : null;
  return detour && /^(https?|mailto):/i.test(detour) && URL.canParse(detour)
    ? new URL(detour).href
    : url.href;
}

// As lib/content/body.ts lets them through, here or copied with this site's name before it.
const own = /^(?:https?:\/\/[^/]+)?\/media\/[1-9]\d*\/\d+-[0-9a-f]{8}\.webp$/i;
