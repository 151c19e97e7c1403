import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { PresskitError } from '@/lib/errors';
import { isRoot } from './accounts';
import { programNamed } from './programs';

const run = promisify(execFile);

type Wanted = {
  program: string;
  /** A file of a library, for the program to be of use. */
  file?: string;
  packages: readonly string[];
  isService?: true;
};

/** What can be asked for: the program that must be there, and the packages that bring it on Debian and Ubuntu. */
const servers = {
  nginx: { program: 'nginx', packages: ['nginx'], isService: true },
  memcached: { program: 'memcached', packages: ['memcached'], isService: true },
  chromium: { program: 'chromium', packages: ['chromium'] },
  // Other people's JWT libraries, which ours are tested against.
  pyjwt: {
    program: 'python3',
    file: '/var/lib/dpkg/info/python3-jwt.list',
    packages: ['python3', 'python3-jwt', 'python3-cryptography'],
  },
  'ruby-jwt': {
    program: 'ruby',
    file: '/var/lib/dpkg/info/ruby-jwt.list',
    packages: ['ruby', 'ruby-jwt'],
  },
  'crypt-jwt': {
    program: 'perl',
    file: '/var/lib/dpkg/info/libcrypt-jwt-perl.list',
    packages: ['perl', 'libcrypt-jwt-perl'],
  },
} as const satisfies Record<string, Wanted>;

export type Installable = keyof typeof servers;

/**
 * Sees to it that programs are there: as root on Debian or Ubuntu it installs what is missing, without starting the
 * services that come with the packages. Otherwise throws 'unavailable' with the command for whoever is root.
 * @param say told what is being installed
 */
export async function ensureServers(names: Installable[], say: (line: string) => void): Promise<void> {
  const missing = names.filter((name) => !isThere(servers[name]));
  if (missing.length === 0) return;
  const packages = missing.flatMap((name) => [...servers[name].packages]);
  const command = `apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}`;
  const aptGet = programNamed('apt-get');
  const needed = `${listed(missing)} ${missing.length > 1 ? 'are' : 'is'} not installed`;
  if (!aptGet)
    throw new PresskitError(
      'unavailable',
      `${needed}, and there is no apt-get here; install with your system's tools`,
    );
  if (!isRoot()) throw new PresskitError('unavailable', `${needed}; as root: ${command}`);
  say(`installing ${packages.join(', ')} with apt-get, which takes a minute`);
  await withoutStarting(async () => {
    try {
      await apt(aptGet, ['update']);
      await apt(aptGet, ['install', '--yes', '--no-install-recommends', ...packages]);
    } catch (cause) {
      throw new PresskitError('unavailable', `${needed}, and this failed: ${command}\n${lastLines(cause)}`);
    }
  });
  await keepFromBoot(missing.filter((name) => 'isService' in servers[name]));
  const still = missing.filter((name) => !isThere(servers[name]));
  if (still.length > 0)
    throw new PresskitError(
      'unavailable',
      `apt-get has installed ${packages.join(', ')}, but not ${listed(still)}`,
    );
}

const isThere = ({ program, file }: Wanted) => programNamed(program) !== null && (!file || existsSync(file));

async function apt(aptGet: string, args: string[]): Promise<void> {
  await run(aptGet, ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    maxBuffer: 64 * 2 ** 20,
    timeout: 15 * 60_000,
  });
}

const POLICY = '/usr/sbin/policy-rc.d';
const OUR_POLICY = '#!/bin/sh\n# Written by presskit while it installs packages; may be removed.\nexit 101\n';

/** Debian's switch: while policy-rc.d says 101, installing a package starts no service. One that is there stays. */
async function withoutStarting(work: () => Promise<void>): Promise<void> {
  const stale = existsSync(POLICY) && readFileSync(POLICY, 'utf8') === OUR_POLICY;
  const ours = stale || !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, OUR_POLICY, { mode: 0o755 });
  const remove = () => rmSync(POLICY, { force: true });
  if (ours) process.once('exit', remove);
  try {
    await work();
  } finally {
    if (ours) {
      remove();
      process.off('exit', remove);
    }
  }
}

/** The services that were just installed are not to come up with the next boot either. */
async function keepFromBoot(services: string[]): Promise<void> {
  const systemctl = programNamed('systemctl');
  if (!systemctl || services.length === 0) return;
  try {
    await run(systemctl, ['disable', ...services]);
  } catch {
    // A container without systemd has no boot at which they could start.
  }
}

const listed = (names: string[]) => names.join(' and ');

function lastLines(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr || message || String(error)).trim().split('\n').slice(-8).join('\n');
}
