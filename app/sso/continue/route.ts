import { answerDiscourse } from '@/lib/auth/sso/issue';
import { isRefused } from '@/lib/auth/sso/refusals';
import { currentSession } from '../../_site/session-cookie';
import { asked, notHead, refused, refusedPath, seeOther, takeQuestion } from '../../_site/sso';

/** Back to the forum that asked, by way of signing in. The question is in a cookie: no address has it. */
export async function GET(request: Request): Promise<Response> {
  const about = await asked(request);
  if (about instanceof Response) return about;
  const session = await currentSession();
  if (!session) return seeOther('/sign-in?next=%2Fsso%2Fcontinue');
  const question = await takeQuestion();
  if (!question) return seeOther(refusedPath);
  const answer = await answerDiscourse({ session, here: about.here }, question);
  if (isRefused(answer))
    return refused(answer, { ...about, peer: answer.peer, event: 'issue', actorId: session.user.id });
  return seeOther(answer.location);
}

export const HEAD = notHead;
