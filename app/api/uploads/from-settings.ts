import type { User } from '@/lib/auth/users';
import { checkLogo, setLogo } from '@/lib/content/newsroom-logo';
import { inTurn } from '@/lib/content/upload-queue';
import { PresskitError } from '@/lib/errors';
import { doneAt } from '../../_site/done';
import { seeOther } from './from-admin';
import { refusalPage } from './refusal-page';

/** The logo from a newsroom's settings, which is an ordinary form: the answer is a page. */
export async function fromSettings(
  user: User,
  newsroomId: number,
  filesOf: () => Promise<File[]>,
): Promise<Response> {
  const back = `/author/newsrooms/${newsroomId}`;
  try {
    await checkLogo(user, newsroomId);
    return await inTurn(user.id, async () => {
      const [file] = await filesOf();
      await setLogo(user, newsroomId, { name: file!.name, data: Buffer.from(await file!.arrayBuffer()) });
      return seeOther(doneAt(back, 'logo'));
    });
  } catch (error) {
    if (!(error instanceof PresskitError) || error.code === 'config') throw error;
    return refusalPage('The logo was not added', error, {
      href: back,
      label: 'Back to the settings',
    });
  }
}
