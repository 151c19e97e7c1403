import type { Conflict as Taken } from '@/lib/admin/deletions';
import type { FormState } from '../_site/form-state';

/** What the admin's actions answer besides a sentence; read by the parts of a form through useAnswer. */
export type AdminState = NonNullable<FormState> & {
  /** Somebody else saved meanwhile. */
  changed?: {
    by: string;
    version: string;
    fields: { name: string; label: string; theirs: string; mine: string; was: string | null }[];
  };
  /** Values that somebody else has now; another one is offered for each. */
  taken?: Pick<
    Taken,
    'table' | 'id' | 'column' | 'columnLabel' | 'value' | 'title' | 'takenBy' | 'offered'
  >[];
  /** What has to be restored first. */
  parents?: { type: string; id: number; title: string; batch: number }[];
};
