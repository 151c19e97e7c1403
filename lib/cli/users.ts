import { type Command, Option } from 'commander';
import { type Account, accounts, addAccount, type PasswordBy, replacePassword } from '@/lib/auth/accounts';
import { lifetime } from '@/lib/auth/mailed-tokens';
import type { Role, User } from '@/lib/auth/users';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { define } from './command';
import { withStores } from './stores';

type Options = { name?: string; role: Role; passwordStdin?: true; mail?: true };

const roles: Role[] = ['admin', 'editor', 'auditor', 'author'];

export const command = define<Options>({
  name: 'users',
  description:
    'Makes accounts, above all the first administrator of a new installation, gives somebody another password, and ' +
    'lists who there is. Without --password-stdin the person chooses the password behind a link, which is printed for ' +
    'you to hand on, or mailed. A new password ends all sessions of the account. No command ever shows a password.',
  accept: (command: Command) =>
    command
      .argument('[what]', 'list (default), add or password')
      .argument('[email]', 'the address of the account')
      .option('--name <name>', 'of a new account: what the person is called')
      .addOption(
        new Option('--role <role>', 'of a new account: what it may do on the whole site')
          .choices(roles)
          .default('author'),
      )
      .option('--password-stdin', 'read the password from standard input, its first line')
      .option('--mail', 'mail the link instead of printing it'),
  examples: [
    ['', 'who there is'],
    ['add vera@example.com --name "Vera Lund" --role admin', 'and print the link to choose a password'],
    ['add vera@example.com --name "Vera Lund" --mail', 'and mail that link'],
    ['password vera@example.com --password-stdin < file', 'set a password'],
  ],
  variables: ['DATABASE_URL', 'SITE_URL', 'SMTP_URL', 'MAIL_FROM'],
  async run({ args: [what = 'list', email], options }) {
    env('DATABASE_URL');
    if (what === 'list') return withStores(list);
    if (what !== 'add' && what !== 'password')
      throw new PresskitError('usage', `"${what}" is none of list, add and password`);
    if (!email) throw new PresskitError('usage', `whose? presskit users ${what} vera@example.com`);
    if (options.passwordStdin && options.mail)
      throw new PresskitError('usage', 'with --password-stdin there is no link to mail; use one of the two');
    const by = await passwordBy(options);
    if (typeof by !== 'object') env('SITE_URL');
    return withStores(async () => {
      if (what === 'password') return answer(await replacePassword(email, by), by, 'has another password');
      if (!options.name) throw new PresskitError('usage', 'what is the person called? --name "Vera Lund"');
      const { name, role } = options;
      return answer(await addAccount({ email, name, role }, by), by, `is a new ${role}`);
    });
  },
});

async function list() {
  const all = await accounts();
  const text =
    all.length > 0 ? all.map(lineOf).join('\n') : 'nobody yet; presskit users add makes an account';
  const json = all.map(({ timeZone, ...account }) => account);
  return { text, json: { users: json } };
}

function lineOf({ id, role, email, name, emailVerifiedAt, deactivatedAt, hasPassword }: Account): string {
  const notes = [
    !emailVerifiedAt && 'address not confirmed',
    !hasPassword && 'no password',
    deactivatedAt && 'deactivated',
  ].filter(Boolean);
  return `${id}  ${role.padEnd(7)}  ${email}  ${name}${notes.length > 0 ? `  (${notes.join(', ')})` : ''}`;
}

function answer({ user, link }: { user: User; link: string | null }, by: PasswordBy, done: string) {
  const said =
    by === 'mail'
      ? `the link to choose a password is being mailed`
      : link
        ? `the link to choose a password, good for ${lifetime('reset_password')}:\n${link}`
        : done;
  const { id, email, name, role } = user;
  const text = link || by === 'mail' ? `${email} (${id}): ${said}` : `${email} (${id}) ${said}`;
  return { text, json: { user: { id, email, name, role }, link } };
}

async function passwordBy({ passwordStdin, mail }: Options): Promise<PasswordBy> {
  if (!passwordStdin) return mail ? 'mail' : 'link';
  let input = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) input += chunk;
  const password = input.split(/\r?\n/)[0]!;
  if (!password) throw new PresskitError('usage', 'standard input held no password');
  return { password };
}
