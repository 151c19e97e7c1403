import type { Picture as PictureOf } from '@/lib/content/releases';
import { Picture } from './Picture';

/** The picture that opens a release. */
export function LeadPicture({ picture }: { picture: PictureOf }) {
  return (
    <figure className="lead-picture">
      <Picture picture={picture} sizes="(min-width: 76rem) 72rem, 100vw" first />
      {picture.caption && <figcaption>{picture.caption}</figcaption>}
    </figure>
  );
}

/** The other pictures, each a link to its full size. */
export function Gallery({ pictures }: { pictures: PictureOf[] }) {
  if (pictures.length === 0) return null;
  return (
    <section className="gallery" aria-labelledby="gallery">
      <h2 id="gallery">Pictures</h2>
      <ul>
        {pictures.map((picture) => (
          <li key={picture.id}>
            <figure>
              <a href={largest(picture)}>
                <Picture picture={picture} sizes="(min-width: 40rem) 21rem, 100vw" />
              </a>
              {picture.caption && <figcaption>{picture.caption}</figcaption>}
            </figure>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The address of the widest derivative: the last of the srcset, which lists them from small to large. */
function largest(picture: PictureOf): string {
  const widths = picture.srcset
    .split(',')
    .map((entry) => entry.trim().split(/\s+/))
    .map(([src, width]) => ({ src: src ?? '', width: Number.parseInt(width ?? '', 10) || 0 }));
  const widest = widths.reduce((a, b) => (b.width > a.width ? b : a), { src: picture.src, width: 0 });
  return widest.src || picture.src;
}
