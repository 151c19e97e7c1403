import { withActor } from '@/lib/db/actor';
import { type FormState, failure } from './form-state';
import { checkOrigin } from './guard';

/**
 * The action of a form: refuses what does not come from a page of this site, and words expected failures above the
 * form, where what was typed stands still. The work itself checks who is asking and what they may do.
 * @example export const rename = formAction(async (data) => { const user = await requireUser(); ... })
 */
export const formAction =
  (work: (data: FormData) => Promise<FormState>) =>
  async (_: FormState, data: FormData): Promise<FormState> =>
    withActor(async () => {
      try {
        await checkOrigin();
        return await work(data);
      } catch (error) {
        return failure(error, data);
      }
    });

/**
 * For an action that answers otherwise: refuses foreign requests in the same way, and lets the history know who acts as
 * soon as requireUser has said who it is.
 */
export const action =
  <Given extends unknown[], Answer>(work: (...given: Given) => Promise<Answer>) =>
  async (...given: Given): Promise<Answer> =>
    withActor(async () => {
      await checkOrigin();
      return work(...given);
    });

/** The same for a route handler with another method than GET; it asks sameOrigin itself. */
export const handler =
  <Given extends unknown[]>(work: (request: Request, ...given: Given) => Promise<Response>) =>
  async (request: Request, ...given: Given): Promise<Response> =>
    withActor(() => work(request, ...given));
