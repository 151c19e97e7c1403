import type { Picture as PictureOf } from '@/lib/content/releases';

type Props = {
  picture: PictureOf;
  /** How wide it is shown, for the browser's choice among the widths on offer. */
  sizes: string;
  /** True for a picture in the first view: loaded at once, before others. */
  first?: boolean;
  /** True beside a link that says the same: not read out. */
  decorative?: boolean;
  className?: string;
};

/** A picture that takes its place before it has loaded, so that nothing moves. */
export function Picture({ picture, sizes, first = false, decorative = false, className }: Props) {
  return (
    // biome-ignore lint/performance/noImgElement: the widths exist on disk and nginx serves them; nothing is resized on request
    <img
      className={className}
      src={picture.src}
      srcSet={picture.srcset || undefined}
      sizes={sizes}
      width={picture.width}
      height={picture.height}
      alt={decorative ? '' : picture.alt}
      loading={first ? 'eager' : 'lazy'}
      fetchPriority={first ? 'high' : undefined}
      decoding="async"
    />
  );
}

/** A newsroom's logo on a white tile (logos are drawn for paper), or its initial when it has none. */
export function Logo({
  name,
  logo,
  size,
}: {
  name: string;
  logo: PictureOf | null;
  size: 'small' | 'large';
}) {
  return (
    <span className={`logo logo-${size}`}>
      {logo ? (
        <Picture picture={logo} sizes={size === 'large' ? '112px' : '48px'} decorative />
      ) : (
        <span aria-hidden="true">{[...name][0]}</span>
      )}
    </span>
  );
}
