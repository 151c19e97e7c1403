import { health } from '@/lib/admin/health';
import { freshJson } from '../../_site/answers';

export const dynamic = 'force-dynamic';

/** The machine room, for machines: 200 when all is well, 503 when something needs a person. */
export async function GET(): Promise<Response> {
  const state = await health();
  return freshJson(state, state.ok ? 200 : 503);
}
