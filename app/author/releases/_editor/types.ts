import type { CheckItem, checklist } from '@/lib/content/checklist-rules';
import type { DraftContent } from '@/lib/content/draft-content';
import type { Conflict, Draft, DraftFile } from '@/lib/content/drafts';
import type { FormState } from '../../../_site/form-state';

export type { CheckItem, Conflict, Draft, DraftContent, DraftFile };

/** As the checklist wants it, with its id. */
export type Newsroom = { id: number } & Parameters<typeof checklist>[1];

/** What the form's action answers: the revision that stands now (none: nothing was saved), and a sentence. */
export type EditorState =
  | (NonNullable<FormState> & {
      revision?: number;
      savedAt?: Date;
      /** The working copy is another one now: changes were discarded. */
      reload?: boolean;
    })
  | null;

/** The action that the form is sent to: by its buttons, and without JavaScript. Read it with form-content.ts. */
export type EditorAction = (state: EditorState, form: FormData) => Promise<EditorState>;

export type Person = { id: number; name: string; timeZone: string | null };
