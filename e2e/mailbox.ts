import { setTimeout as sleep } from 'node:timers/promises';
import { keptMail, keptMails } from '@/lib/mail/folder';

/** The mails of the running site, as their reader finds them: read from the folder they are delivered into. */

/** The newest mail to an address whose subject matches; waits until it has come. */
export async function mailTo(address: string, subject = /./): Promise<{ subject: string; text: string }> {
  for (let tries = 0; tries < 200; tries++) {
    const found = (await keptMails())?.find((mail) => mail.to === address && subject.test(mail.subject));
    const mail = found && (await keptMail(found.name));
    if (mail) return mail;
    await sleep(50);
  }
  throw new Error(`no mail to ${address} about ${subject} has come`);
}

/** The address in the newest mail that leads to a page with a token. */
export async function linkTo(address: string, subject?: RegExp): Promise<string> {
  const { text } = await mailTo(address, subject);
  const [link] = /https?:\/\/\S+[?&]token=\S+/.exec(text) ?? [];
  if (!link) throw new Error(`the mail to ${address} has no link:\n${text}`);
  return link;
}
