import { description } from './description';

export const dynamic = 'force-static';

/** What there is, for programs. */
export function GET(): Response {
  return Response.json(description);
}
