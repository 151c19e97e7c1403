import { isOutcome, ssoLogCsv } from '@/lib/admin/sso-log';
import { csvAnswer } from '../../../_admin/csv';
import { idOf } from '../../../_site/requests';

/** The whole log of tokens, or of one peer, or of one outcome. */
export async function GET(request: Request): Promise<Response> {
  const asked = new URL(request.url).searchParams;
  const outcome = asked.get('outcome') ?? '';
  return csvAnswer((user) => ({
    name: 'sso-log',
    lines: ssoLogCsv(user, {
      peerId: idOf(asked.get('peer') ?? '') ?? undefined,
      outcome: isOutcome(outcome) ? outcome : undefined,
    }),
  }));
}
