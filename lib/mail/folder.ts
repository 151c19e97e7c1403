import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { optionalEnv } from '@/lib/env';

/** The mails in MAIL_DIR, for the page on which a demo's people read theirs. */
export type KeptMail = { name: string; to: string; from: string; subject: string; date: Date };

const SHOWN = 200;
const isMailName = (name: string) => /^\d{8}T\d{6}Z-\d+\.eml$/.test(name);

/** The newest first, 200 at most; null: mail does not go into a folder here. */
export async function keptMails(): Promise<KeptMail[] | null> {
  const dir = folder();
  if (!dir) return null;
  const names = (await namesIn(dir)).sort(newestFirst).slice(0, SHOWN);
  return Promise.all(
    names.map(async (name) => headOf(name, await PostalMime.parse(await readFile(join(dir, name))))),
  );
}

/** One of them with its text, and its HTML as it was sent; null: there is none of that name. */
export async function keptMail(name: string): Promise<(KeptMail & { text: string; html: string }) | null> {
  const dir = folder();
  if (!dir || !isMailName(name) || !(await namesIn(dir)).includes(name)) return null;
  const mail = await PostalMime.parse(await readFile(join(dir, name)));
  return { ...headOf(name, mail), text: mail.text ?? '', html: mail.html ?? '' };
}

const folder = () => optionalEnv('MAIL_DIR').MAIL_DIR;

async function namesIn(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter(isMailName);
  } catch (error) {
    // Made with the first mail.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

// Within a second, by the number at the end.
const newestFirst = (a: string, b: string) =>
  b.slice(0, 16).localeCompare(a.slice(0, 16)) || Number(b.slice(17, -4)) - Number(a.slice(17, -4));

function headOf(name: string, mail: Awaited<ReturnType<typeof PostalMime.parse>>): KeptMail {
  const address = (one: { name?: string; address?: string } | undefined) => one?.address ?? '';
  return {
    name,
    to: (mail.to ?? []).map(address).join(', '),
    from: address(mail.from),
    subject: mail.subject ?? '',
    date: new Date(mail.date ?? 0),
  };
}
