import Link from 'next/link';
import { Checkbox, Form, Select, Submit } from '@/app/_components/Form';
import type { Draft } from '@/lib/content/drafts';
import type { PreviewLink } from '@/lib/content/previews';
import { limitWords } from '@/lib/content/uploads';
import { spoken } from '@/lib/content/zoned-time';
import { endPreview, remove, sharePreview } from '../actions';

/** What stands beside the editor: where else to go, previews to share, deletion. */
export function Beside({
  draft,
  url,
  previews,
  zone,
  mayDelete,
}: {
  draft: Draft;
  /** Of the page that readers see. */
  url: string;
  previews: PreviewLink[];
  zone: string;
  mayDelete: boolean;
}) {
  const id = draft.releaseId;
  const here = `/author/releases/${id}`;
  return (
    <aside className="author-side" aria-label="About this release">
      <section aria-labelledby="beside-look">
        <h2 id="beside-look">Look at it</h2>
        <ul className="author-links">
          <li>
            <Link href={`${here}/preview`} prefetch={false}>
              Preview as it will be published
            </Link>
          </li>
          <li>
            <Link href={`${here}/versions`} prefetch={false}>
              Versions, to compare and go back to
            </Link>
          </li>
          {draft.isPublic && (
            <>
              <li>
                <Link href={url} prefetch={false}>
                  What readers see
                </Link>
              </li>
              <li>
                <Link href={`/author/statistics/release/${id}`} prefetch={false}>
                  Statistics
                </Link>
              </li>
            </>
          )}
        </ul>
      </section>
      {/* With a script, the editor has its own way. */}
      <noscript>
        <section aria-labelledby="beside-files">
          <h2 id="beside-files">Add pictures and files</h2>
          <p className="field-hint">Save your text first: the page is loaded anew.</p>
          <form
            className="form"
            action={`/api/uploads?release=${id}`}
            method="post"
            encType="multipart/form-data"
            aria-label="Add pictures and files"
          >
            <div className="field">
              <label htmlFor="beside-file">Pictures and files</label>
              <input
                id="beside-file"
                name="file"
                type="file"
                multiple
                required
                aria-describedby="beside-limits"
              />
              <p className="field-hint" id="beside-limits">
                {limitWords()}
              </p>
            </div>
            <button className="button button-quiet" type="submit">
              Add
            </button>
          </form>
        </section>
      </noscript>
      <section aria-labelledby="beside-preview">
        <h2 id="beside-preview">Share a preview</h2>
        <p className="field-hint">
          Whoever has the link sees the working copy with its files, whatever it says at the time, until the
          link ends.
        </p>
        <Form action={sharePreview} hidden={{ id }} label="Share a preview">
          <Select name="hours" label="Good for" defaultValue="72">
            <option value="1">one hour</option>
            <option value="24">one day</option>
            <option value="72">three days</option>
            <option value="168">a week</option>
            <option value="720">thirty days</option>
          </Select>
          <Submit kind="quiet">Make a link</Submit>
        </Form>
        {previews.length > 0 && (
          <ul className="author-previews">
            {previews.map((link) => (
              <li key={link.id}>
                <p>
                  Until {spoken(link.expiresAt, zone)}
                  {link.createdBy && <>, by {link.createdBy}</>}
                  {!link.works && <>; does not work: who made it may not write here any more</>}
                </p>
                <Form action={endPreview} hidden={{ id, link: link.id }} label="End this link">
                  <Submit kind="quiet">
                    End<span className="hidden"> the link good until {spoken(link.expiresAt, zone)}</span>
                  </Submit>
                </Form>
              </li>
            ))}
          </ul>
        )}
      </section>
      {mayDelete && (
        <section aria-labelledby="beside-delete">
          <h2 id="beside-delete">Delete</h2>
          <Form action={remove} hidden={{ id }} label="Delete this release">
            <Checkbox
              name="sure"
              label={draft.isPublic ? 'Yes, delete it; readers will not find it any more' : 'Yes, delete it'}
            />
            <Submit kind="danger">Delete release</Submit>
          </Form>
        </section>
      )}
    </aside>
  );
}
