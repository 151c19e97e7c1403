import { InvalidArgumentError } from 'commander';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { type OutboxMail, outbox, retry } from '@/lib/mail/mails';
import { define } from './command';
import { withStores } from './stores';

type Options = { retry?: true };

export const command = define<Options>({
  name: 'mails',
  description:
    'Lists the mails that wait to be sent and those that were given up, with what the mail server said; never their ' +
    'text, which holds links that are secrets. The site sends what waits by itself: when the mail server is away or ' +
    'asks for patience it is tried for two days. Exit status 1 when a mail was given up.',
  accept: (command) =>
    command
      .argument('[numbers...]', 'mails by their numbers (default: all)', idsGiven)
      .option(
        '--retry',
        'try them again now; one that was given up more than a week ago has no text any more',
      ),
  examples: [
    ['', 'what waits and what was given up'],
    ['--retry', 'try all of it again now'],
    ['--retry 12 13', 'try these two again'],
  ],
  variables: ['DATABASE_URL'],
  async run({ args, options }) {
    env('DATABASE_URL');
    const ids = args.length > 0 ? args.map(Number) : undefined;
    return withStores(async () => (options.retry ? again(ids) : list(ids)));
  },
});

async function list(ids: number[] | undefined) {
  const mails = (await outbox()).filter(({ id }) => !ids || ids.includes(id));
  const failed = mails.some(({ state }) => state === 'failed');
  const text = mails.length > 0 ? mails.map(lineOf).join('\n') : 'no mail waits, none was given up';
  return { text, json: { mails }, failed };
}

async function again(ids: number[] | undefined) {
  const count = await retry(ids);
  if (count === 0 && ids) throw new PresskitError('not_found', 'none of these mails can be tried again');
  return { text: `${count} ${count === 1 ? 'mail is' : 'mails are'} tried again`, json: { retried: count } };
}

function lineOf({ id, state, to, subject, createdAt, sendAfter, tries, error }: OutboxMail): string {
  const when = sendAfter ? `, next at ${sendAfter.toISOString()}` : '';
  const head = `${id}  ${state}  ${createdAt.toISOString()}  ${to}  ${subject}`;
  return tries > 0
    ? `${head}\n    ${tries === 1 ? '1 try' : `${tries} tries`}${when}: ${error ?? 'on its way'}`
    : head;
}

function idsGiven(text: string, before: string[] | undefined): string[] {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A mail is named by its number.');
  return [...(before ?? []), text];
}
