import { type FormState, failure } from './form-state';
import { checkOrigin } from './guard';

/**
 * The action of a form: refuses what does not come from a page of this site, and words expected failures above the
 * form, where what was typed stands still. The work itself checks who is asking and what they may do.
 * @example export const rename = formAction(async (data) => { const user = await requireUser(); ... })
 */
export const formAction =
  (work: (data: FormData) => Promise<FormState>) =>
  async (_: FormState, data: FormData): Promise<FormState> => {
    try {
      await checkOrigin();
      return await work(data);
    } catch (error) {
      return failure(error, data);
    }
  };
