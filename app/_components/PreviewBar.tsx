import type { Preview } from '@/lib/content/previews';
import { siteTimeZone, spoken } from '@/lib/content/zoned-time';

/** Above a preview: that it is one, and until when what it says is to stay among those who have it. */
export function PreviewBar({ preview, children }: { preview: Preview; children?: React.ReactNode }) {
  const { status, publishedAt, isPublic, expiresAt } = preview;
  const zone = preview.timeZone ?? siteTimeZone();
  const waits = !isPublic && publishedAt && status !== 'draft';
  return (
    <aside className="preview-bar" aria-label="Preview">
      <p>
        <strong>Preview.</strong>{' '}
        {waits && status === 'embargoed' && (
          <>
            <strong>Embargoed until {spoken(publishedAt, zone)}.</strong> Please publish nothing of it before.{' '}
          </>
        )}
        {waits && status === 'scheduled' && <>It will be public from {spoken(publishedAt, zone)}. </>}
        {isPublic && (
          <>This is the working copy of a release that is public; readers see its published text. </>
        )}
        {status === 'draft' && <>This is a draft: it is not public, and it may still change. </>}
        {expiresAt && <>This link is good until {spoken(expiresAt, zone)}.</>}
      </p>
      {children}
    </aside>
  );
}
