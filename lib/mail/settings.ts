import { env, optionalEnv } from '@/lib/env';
import { PresskitError } from '@/lib/errors';

/**
 * Where mail goes: to the mail server SMTP_URL names, or into the folder MAIL_DIR, which the demo and the tests read.
 * With neither, Presskit sends none, and what needs mail says so.
 */
export type MailSettings = { from: string } & ({ smtpUrl: string } | { dir: string });

/** Null: this installation sends no mail. Throws a PresskitError 'config' when the variables contradict each other. */
export function mailSettings(): MailSettings | null {
  const { SMTP_URL, MAIL_DIR } = optionalEnv('SMTP_URL', 'MAIL_DIR', 'MAIL_FROM');
  if (SMTP_URL && MAIL_DIR)
    throw new PresskitError(
      'config',
      'configuration:\n  SMTP_URL and MAIL_DIR are both set; mail can go to one of them only',
    );
  if (!SMTP_URL && !MAIL_DIR) return null;
  const { MAIL_FROM } = env('MAIL_FROM');
  return SMTP_URL ? { from: MAIL_FROM, smtpUrl: SMTP_URL } : { from: MAIL_FROM, dir: MAIL_DIR! };
}

/** Whether this installation can send mail at all. */
export const canSendMail = (): boolean => mailSettings() !== null;
