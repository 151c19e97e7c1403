import { answerDiscourse, discourseQuestion } from '@/lib/auth/sso/issue';
import { isRefused } from '@/lib/auth/sso/refusals';
import { currentSession } from '../../../_site/session-cookie';
import { asked, keepQuestion, notHead, refused, seeOther } from '../../../_site/sso';

/** DiscourseConnect, as its provider: GET /api/sso/discourse?sso=...&sig=... is the forum's "sso url". */
export async function GET(request: Request): Promise<Response> {
  const about = await asked(request);
  if (about instanceof Response) return about;
  const { here, url } = about;
  const question = { sso: url.searchParams.get('sso') ?? '', sig: url.searchParams.get('sig') ?? '' };
  const session = await currentSession();
  const answer = session
    ? await answerDiscourse({ session, here }, question)
    : await discourseQuestion(here, question);
  if (isRefused(answer))
    return refused(answer, { ...about, peer: answer.peer, event: 'issue', actorId: session?.user.id });
  if ('location' in answer) return seeOther(answer.location);
  // Whoever comes from a forum's "log in" wants to sign in, so here they are asked to.
  await keepQuestion(question);
  return seeOther('/sign-in?next=%2Fsso%2Fcontinue');
}

export const HEAD = notHead;
