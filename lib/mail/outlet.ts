import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { explain } from '@/lib/errors';
import type { MailSettings } from './settings';

/** One mail as it leaves. */
export type Message = {
  id: number;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  date: Date;
};

/**
 * What became of one try: sent; refused for good, such as an address that does not exist; not now, such as greylisting;
 * or the mail server itself cannot be talked to, which concerns every mail.
 */
export type Outcome = { what: 'sent' } | { what: 'refused' | 'later' | 'away'; reason: string };

export type Outlet = { deliver(message: Message): Promise<Outcome>; close(): void };

/** Milliseconds that the mail server may take: to be reached, to greet, between two lines, and for one mail in all. */
export type Patience = { connect: number; greet: number; silence: number; total: number };
const PATIENCE: Patience = { connect: 10_000, greet: 15_000, silence: 60_000, total: 180_000 };

export const outletOf = (settings: MailSettings, patience = PATIENCE): Outlet =>
  'dir' in settings ? folder(settings.dir, settings.from) : smtp(settings.smtpUrl, settings.from, patience);

/** The mail for nodemailer. Its id is the same with each try, so that a receiver can tell a mail that came twice. */
function composed(message: Message, from: string) {
  const domain = from.replace(/^.*@|>$/g, '');
  return {
    from,
    // As an object it is one address whatever it says; a string would be read as a list.
    to: { name: '', address: message.to },
    subject: message.subject,
    text: message.text,
    html: message.html || undefined,
    date: message.date,
    messageId: `<presskit-${message.id}-${message.date.getTime().toString(36)}@${domain}>`,
    headers: { ...message.headers, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function smtp(url: string, from: string, patience: Patience): Outlet {
  const transport = createTransport({
    // The operator's own words in the address, such as ?tls.servername=, come after these.
    ...{ connectionTimeout: patience.connect, greetingTimeout: patience.greet, dnsTimeout: patience.connect },
    socketTimeout: patience.silence,
    url,
    pool: true,
    maxConnections: 1,
  });
  return {
    async deliver(message) {
      let timer: NodeJS.Timeout | undefined;
      // A server that sends a byte now and then is never silent.
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(Object.assign(new Error('it took too long'), { command: 'CONN' })),
          patience.total,
        );
      });
      try {
        await Promise.race([transport.sendMail(composed(message, from)), late]);
        return { what: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => transport.close(),
  };
}

/** Into the folder, one file per mail; a mail that comes twice is there once. */
function folder(dir: string, from: string): Outlet {
  return {
    async deliver(message) {
      try {
        const bytes = await new MailComposer(composed(message, from)).compile().build();
        const stamp = message.date.toISOString().replace(/[-:]|\.\d+/g, '');
        const file = join(dir, `${stamp}-${message.id}.eml`);
        await mkdir(dir, { recursive: true, mode: 0o700 });
        await writeFile(`${file}.part`, bytes, { mode: 0o600 });
        await rename(`${file}.part`, file);
        return { what: 'sent' };
      } catch (error) {
        return { what: 'away', reason: explain(error) };
      }
    },
    close: () => undefined,
  };
}

/** Of nodemailer's errors: `command` is how far the conversation had come, `responseCode` what the server answered. */
function outcomeOf(error: unknown): Outcome {
  const { command = '', responseCode } = error as { command?: string; responseCode?: number };
  const reason = reasonOf(error);
  // Before MAIL FROM the server speaks of us, not of the mail: a wrong password must not cost a mail.
  const isAboutTheMail = /^(MAIL|RCPT|DATA|API)/.test(command);
  if (!isAboutTheMail) return { what: 'away', reason };
  if (responseCode === undefined)
    // Without an answer: the connection broke, or the address is one that nodemailer will not send to.
    return { what: (error as { code?: string }).code === 'EENVELOPE' ? 'refused' : 'later', reason };
  return { what: responseCode >= 500 ? 'refused' : 'later', reason };
}

/** A server may quote the mail it refuses, and a link in it is a secret. */
function reasonOf(error: unknown): string {
  const { response } = error as { response?: string };
  return (response ?? explain(error))
    .replace(/\bhttps?:\S+/gi, '(link)')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 300);
}
