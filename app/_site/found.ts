import { notFound } from 'next/navigation';
import { PresskitError } from '@/lib/errors';

/**
 * For pages: what a call gives; when there is no such thing, or it is not this person's, the page is not there either, so
 * that nobody learns which of the two it is.
 */
export async function found<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof PresskitError && (error.code === 'not_found' || error.code === 'forbidden'))
      notFound();
    throw error;
  }
}
