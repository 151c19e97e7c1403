import { type Command, CommanderError, Command as Program } from 'commander';
import { errorCodes, explain, PresskitError } from '@/lib/errors';
import { adoptDemo } from './environment';
import { Stopped } from './signals';

// A command's module is loaded when the command is asked for: --help is quick, and a fault in one stays there.
const commands: Record<string, { summary: string; load: () => Promise<{ command: Command }> }> = {
  demo: { summary: 'run a whole Presskit with sample content here', load: () => import('./demo') },
  ingest: { summary: "follow the log and keep today's hits in memcached", load: () => import('./ingest') },
  rollup: {
    summary: 'turn finished days of the log into hits in PostgreSQL',
    load: () => import('./rollup'),
  },
  audit: { summary: 'recount a day and compare with what is stored', load: () => import('./audit') },
  replay: { summary: "send a log's requests at a running site", load: () => import('./replay') },
  migrate: { summary: 'bring the database up to date', load: () => import('./migrate') },
  seed: { summary: 'fill an empty installation with sample content', load: () => import('./seed') },
  logs: { summary: "make the log's day folders ahead of time", load: () => import('./logs') },
  health: { summary: 'say how the installation is doing', load: () => import('./health') },
  files: { summary: 'publish and retract files as releases are visible', load: () => import('./files') },
  purge: { summary: 'remove for good what was deleted long ago', load: () => import('./purge') },
  users: { summary: 'make accounts, set passwords, list who there is', load: () => import('./users') },
  mails: { summary: 'list the mails that wait or failed, and try them again', load: () => import('./mails') },
  sso: { summary: 'other sites that people come from or go to signed in', load: () => import('./sso') },
  notes: { summary: 'send the digests and notes that are due', load: () => import('./notes') },
};

const environment = `
Environment (a command says which of them it reads):
  DATABASE_URL       PostgreSQL, for example postgres://presskit:secret@127.0.0.1:5432/presskit
  MEMCACHED_SERVERS  host:port, several with commas
  SITE_URL           the address visitors use, for example https://press.example.com
  SITE_URLS          further domains that are served, with commas
  LOG_DIR            the folder of the dated access logs; several web nodes: several folders with colons
  FILES_DIR          where uploaded files are kept
  STATE_DIR          where ingest keeps its snapshot
  SMTP_URL           the mail server, for example smtp://presskit:secret@mail.example.com:587; or instead
  MAIL_DIR           a folder that mails are written to; with neither, no mail is sent
  MAIL_FROM          whom mails come from, for example 'Example Press <press@example.com>'
  AUTH_SECRET        of the site: a secret of 32 characters or more, made with openssl rand -base64 33
  SIGN_UP            who may make an account: open, invited (default) or closed
  RETENTION_DAYS     after how many days deleted records are removed for good; not set: never
  TZ                 the time zone of days; the same for nginx and every command
  PORT, DATA_DIR     of the demo: where it listens (8080) and keeps everything (.data)
When none of the first six is set and a demo runs in DATA_DIR, a command works with that demo.
DEBUG=presskit shows the stack trace of a failure.

Exit status: 0 done, 1 failed, 2 used wrongly.`;

const json = process.argv.includes('--json');

async function main(argv: string[]): Promise<void> {
  const words = argv[0] === 'help' && argv[1] ? [argv[1], '--help'] : argv;
  const name = words.find((word) => !word.startsWith('-'));
  const program = new Program('presskit')
    .description('Presskit: a press-release site that counts its hits from the web server’s log.')
    .usage('COMMAND [options]')
    .helpCommand('help COMMAND', 'say all about a command')
    .addHelpText('after', environment)
    .exitOverride();
  const known = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (known) {
    const { command } = await known.load();
    program.addCommand(command.copyInheritedSettings(program).summary(known.summary));
    command.showHelpAfterError(`presskit ${name} --help says what it takes.`);
    if (name !== 'demo') adoptDemo();
  } else {
    for (const [other, { summary }] of Object.entries(commands)) program.command(other).summary(summary);
    program.showHelpAfterError('presskit --help lists the commands.');
    if (words.length === 0) {
      program.outputHelp({ error: true });
      process.exitCode = 2;
      return;
    }
  }
  await program.parseAsync(words, { from: 'user' });
}

/** The exit status of a failure, after it has been said. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Commander has said it on standard error.
    if (json) say('usage', error.message.replace(/^error: /, ''));
    return 2;
  }
  const code =
    error instanceof PresskitError ? error.code : error instanceof Stopped ? 'stopped' : 'unexpected';
  console.error(`presskit: ${explain(error)}`);
  if (process.env.DEBUG === 'presskit') console.error(error);
  else if (code === 'unexpected') console.error('DEBUG=presskit shows where.');
  if (json) say(code, explain(error));
  return error instanceof PresskitError ? errorCodes[error.code].exit : 1;
}

const say = (code: string, message: string) =>
  process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);

// Whoever reads may stop reading (`presskit logs | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.exitCode = report(error);
  })
  // Ends also when a connection or a timer is still open; what was written has to leave first.
  .finally(() => process.stdout.write('', () => process.exit()));
