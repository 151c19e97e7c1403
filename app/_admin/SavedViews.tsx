import Link from 'next/link';
import type { SavedView } from '@/lib/admin/saved-views';
import type { AdminType } from '@/lib/admin/types';
import { Field, Form, Submit } from '../_components/Form';
import { forgetView, keepView } from '../admin/actions';
import { listUrl } from './paths';

/** Lists that somebody wants to see again: their own, under names. */
export function SavedViews({ type, views, params }: { type: AdminType; views: SavedView[]; params: string }) {
  return (
    <details open={views.length > 0}>
      <summary>Saved views</summary>
      <ul className="admin-views">
        {views.map((view) => (
          <li key={view.id}>
            <Link
              href={listUrl(type, view.params)}
              prefetch={false}
              aria-current={view.params === params ? 'page' : undefined}
            >
              {view.name}
            </Link>
            <Form
              action={forgetView}
              hidden={{ type: type.name, view: view.id, params }}
              label={`Remove ${view.name}`}
            >
              <button type="submit" className="text-button">
                Remove<span className="hidden"> the view {view.name}</span>
              </button>
            </Form>
          </li>
        ))}
      </ul>
      <Form
        key={views.map(({ id }) => id).join()}
        action={keepView}
        hidden={{ type: type.name, params }}
        label="Save this view"
      >
        <Field name="name" label="Keep this list as" maxLength={80} required autoComplete="off" />
        <Submit kind="quiet">Save view</Submit>
      </Form>
    </details>
  );
}
