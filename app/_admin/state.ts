import type { Conflict as Taken } from '@/lib/admin/deletions';
import type { Conflict } from '@/lib/admin/save';
import type { Finding } from '@/lib/auth/sso/check';
import type { FormState } from '../_site/form-state';

/** What the admin's actions answer besides a sentence; read by the parts of a form through useAnswer. */
export type AdminState = NonNullable<FormState> & {
  /** Somebody else saved meanwhile. */
  changed?: Pick<Conflict, 'fields' | 'taken' | 'version' | 'seen'> & { by: string };
  /** Several records that fit what was typed into a field. */
  found?: Record<string, { id: number; title: string }[]>;
  /** Values that somebody else has now; another one is offered for each. */
  taken?: Pick<
    Taken,
    | 'table'
    | 'id'
    | 'column'
    | 'columnLabel'
    | 'value'
    | 'title'
    | 'takenBy'
    | 'offered'
    | 'choices'
    | 'isFixed'
  >[];
  /** A secret that was made just now: shown this once. */
  made?: { id: number; secret: string };
  /** What a test of a connection found. */
  findings?: Finding[];
  /** What has to be restored first. */
  parents?: { type: string; id: number; title: string; batch: number }[];
};
