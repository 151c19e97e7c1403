import type { AdminState } from '../state';

/** The answer that shows a secret, this once. */
export const answerOfSecret = (id: number, secret: string): AdminState => ({
  ok: true,
  message: 'Saved, with a new secret.',
  made: { id, secret },
});
