import { Command } from 'commander';
import type { Variable } from '@/lib/env';

/**
 * The command line: one file per command here, each of which says who may ask for what, calls the module that does
 * the work, and words the answer. A command's file exports `command`; presskit.ts lists them.
 */
export type CommandSpec<Options extends object> = {
  name: string;
  /** A paragraph: what it does, what it leaves alone, when one needs it. */
  description: string;
  /** Adds arguments and options. */
  accept?: (command: Command) => void;
  /** What follows the command's name, and what that means. */
  examples: [line: string, meaning: string][];
  /** The environment variables it reads. */
  variables: (Variable | 'TZ' | 'PORT' | 'DATA_DIR')[];
  run: (given: Given<Options>) => Promise<Answer | undefined>;
};

export type Given<Options extends object> = { args: string[]; options: Options; json: boolean };

/** What a command has to say at its end: for people, and for programs. `failed`: exit 1 although all went well. */
export type Answer = { text: string; json: unknown; failed?: boolean };

/** Makes commander's command of a description. */
export function define<Options extends object = Record<string, never>>(spec: CommandSpec<Options>): Command {
  const command = new Command(spec.name).description(spec.description);
  spec.accept?.(command);
  command.option('--json', 'print one JSON document on standard output; messages go to standard error');
  command.addHelpText('after', () => `\n${examples(spec.name, spec.examples)}\n${variables(spec.variables)}`);
  command.action(async () => {
    const options = command.opts<Options & { json?: true }>();
    const json = options.json === true;
    const answer = await spec.run({ args: command.args, options, json });
    if (!answer) return;
    process.stdout.write(`${json ? JSON.stringify(answer.json) : answer.text}\n`);
    if (answer.failed) process.exitCode = 1;
  });
  return command;
}

function examples(name: string, lines: [string, string][]): string {
  const width = Math.max(...lines.map(([line]) => line.length));
  return [
    'Examples:',
    ...lines.map(([line, meaning]) => `  presskit ${name} ${line.padEnd(width)}  ${meaning}`),
  ].join('\n');
}

const variables = (names: string[]) =>
  names.length > 0 ? `\nEnvironment: ${names.join(', ')}; \`presskit --help\` says what they are.` : '';
