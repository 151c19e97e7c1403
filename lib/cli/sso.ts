import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { checkPeer } from '@/lib/auth/sso/check';
import { isHonoured, listKeys, rotateKeys } from '@/lib/auth/sso/keys';
import { ssoLog } from '@/lib/auth/sso/log';
import { type PeerInput, peerDefaults } from '@/lib/auth/sso/peer-rules';
import {
  addPeer,
  changePeer,
  listPeers,
  type Peer,
  peerByKey,
  removePeer,
  setSecret,
} from '@/lib/auth/sso/peers';
import { signOutEverywhere } from '@/lib/auth/sso/sign-out';
import { userByEmail } from '@/lib/auth/users';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { type Answer, define } from './command';
import { withStores } from './stores';

type Options = {
  name?: string;
  direction?: PeerInput['direction'];
  protocol?: PeerInput['protocol'];
  algorithm?: PeerInput['algorithm'];
  jwksUrl?: string;
  startUrl?: string;
  consumeUrl?: string;
  logoutUrl?: string;
  noncePolicy?: PeerInput['noncePolicy'];
  provisioning?: PeerInput['provisioning'];
  defaultRole?: PeerInput['defaultRole'];
  vouchesForAddresses?: 'yes' | 'no';
  sharesDatabase?: 'yes' | 'no';
  enabled?: 'yes' | 'no';
  from?: string;
  refused?: true;
  limit?: string;
};

export const command = define<Options>({
  name: 'sso',
  description:
    'Lets people follow links to other sites and stay signed in. Says and sets who those sites (peers) are, makes and ' +
    'rotates the keys that our tokens are signed with, and shows what was issued, used and refused. A secret is ' +
    'printed once, when it is made. docs/sso.md tells the whole story.',
  accept: (command) => {
    command.argument('<what>', 'peers, add, set, secret, remove, test, keys, rotate, log or sign-out');
    command.argument(
      '[words...]',
      'a peer: its key; with add, its key and origin; with sign-out, an e-mail address',
    );
    options(command);
  },
  examples: [
    ['add shop https://shop.example.com', 'another Presskit, or what speaks like one'],
    ['add forum https://forum.example.com --protocol discourse', 'prints the secret for the forum'],
    [
      "add desk https://desk.example.com --protocol jwt --algorithm HS256 --direction out --consume-url 'https://desk.example.com/jwt?jwt={token}&return_to={next}'",
      '',
    ],
    ['set shop --enabled no', 'switches it off'],
    ['secret shop', 'another secret; --from FILE takes that of the other side (- is standard input)'],
    ['test shop', 'what works with it and what does not'],
    ['rotate', 'another key signs from now on; the old one is honoured until its tokens have expired'],
    ['log --refused', 'who was not let through, and why'],
    ['sign-out vera@example.com', 'ends all sessions of a person, here and at the peers'],
  ],
  variables: ['DATABASE_URL', 'SITE_URL', 'SITE_URLS', 'AUTH_SECRET'],
  async run({ args, options }) {
    env('DATABASE_URL', 'SITE_URL', 'AUTH_SECRET');
    const [what = '', ...words] = args;
    const task = Object.hasOwn(tasks, what) ? tasks[what] : undefined;
    if (!task) throw new PresskitError('usage', `“${what}” is none of ${Object.keys(tasks).join(', ')}`);
    return withStores(() => task(words, options));
  },
});

const tasks: Record<string, (words: string[], options: Options) => Promise<Answer>> = {
  async peers() {
    const peers = (await listPeers()).map(shown);
    return { text: peers.map(lineOf).join('\n') || 'there are no peers', json: { peers } };
  },
  async add([key = '', origin = ''], options) {
    const { peer, secret } = await addPeer(null, {
      ...peerDefaults,
      key,
      origin,
      name: key,
      ...settings(options),
    });
    return made(`${peer.key} is added`, secret, shown(peer));
  },
  async set([key = ''], options) {
    const { secret } = await changePeer(null, key, settings(options));
    return made(`${key} is changed`, secret, shown(await peerByKey(key)));
  },
  async secret([key = ''], { from }) {
    const given = from === undefined ? undefined : readFileSync(from === '-' ? 0 : from, 'utf8').trim();
    const secret = await setSecret(null, key, given);
    return made(
      `${key} has another secret`,
      given === undefined ? secret : null,
      shown(await peerByKey(key)),
    );
  },
  async remove([key = '']) {
    await removePeer(null, key, 'presskit sso remove');
    return { text: `${key} is deleted; an admin can restore it`, json: { removed: key } };
  },
  async test([key = '']) {
    const findings = await checkPeer(await peerByKey(key));
    const text = findings.map(({ ok, sentence }) => `${ok ? 'good ' : 'WRONG'}  ${sentence}`).join('\n');
    return { text, json: { findings }, failed: findings.some(({ ok }) => !ok) };
  },
  async keys() {
    const keys = await listKeys();
    const state = (key: (typeof keys)[number]) =>
      !key.retiredAt ? 'signs' : isHonoured(key) ? 'is honoured' : 'has expired';
    const text = keys
      .map((key) => `${key.kid}  ${state(key)}  made ${key.createdAt.toISOString()}`)
      .join('\n');
    return { text: text || 'there is no key yet; the first token makes one', json: { keys } };
  },
  async rotate() {
    const { kid, retired } = await rotateKeys();
    const text = `${kid} signs from now on${retired ? `; ${retired} is honoured until its tokens have expired` : ''}`;
    return { text, json: { kid, retired } };
  },
  async log(_, { refused, limit }) {
    const entries = await ssoLog({ onlyRefusals: refused, limit: Number(limit ?? 50) });
    const text = entries.map(
      ({ at, event, actorId, detail, reason }) =>
        `${at.toISOString()}  ${event}  ${detail.peer ?? '-'}  ${actorId ? `user ${actorId}` : '-'}  ${reason ?? 'done'}`,
    );
    return { text: text.join('\n') || 'nothing yet', json: { entries } };
  },
  async 'sign-out'([email = '']) {
    const user = await userByEmail(email);
    if (!user) throw new PresskitError('not_found', `there is nobody with the address ${email}`);
    const { ended, told } = await signOutEverywhere(user.id, null);
    const deaf = told.filter(({ ok }) => !ok).map(({ peer }) => peer);
    const text = `${ended} sessions of ${user.name} have ended, ${told.length - deaf.length} peers know${
      deaf.length > 0 ? `; these are told as soon as they answer: ${deaf.join(', ')}` : ''
    }`;
    return { text, json: { ended, told }, failed: deaf.length > 0 };
  },
};

function options(command: Command): void {
  const choice = (flags: string, about: string, choices: string[]) =>
    command.addOption(new Option(flags, about).choices(choices));
  command.option('--name <name>', 'what people know it as');
  choice('--direction <way>', 'whether people come from there, go there, or both', ['in', 'out', 'both']);
  choice('--protocol <which>', 'what it speaks', ['presskit', 'jwt', 'discourse']);
  choice('--algorithm <which>', 'keys (ES256), or a secret that both know (HS256)', ['ES256', 'HS256']);
  command.option(
    '--jwks-url <url>',
    'where its keys are, if not at /.well-known/jwks.json; "" takes it away again, here and below',
  );
  command.option('--start-url <url>', 'where a sign-in begins there, if not at /api/sso/start');
  command.option(
    '--consume-url <url>',
    'where tokens go, if not to /api/sso/consume; may hold {token} and {next}',
  );
  command.option('--logout-url <url>', 'where it hears who has signed out, if not at /api/sso/logout');
  choice('--nonce-policy <which>', 'without a nonce of the browser: refuse, or ask the person', [
    'required',
    'confirm',
  ]);
  choice('--provisioning <which>', 'whether somebody new gets an account', ['none', 'create']);
  choice('--default-role <role>', 'of accounts that are made', ['editor', 'auditor', 'author']);
  choice('--vouches-for-addresses <y>', 'its addresses are verified although it does not say so', [
    'yes',
    'no',
  ]);
  choice('--shares-database <y>', 'it is a Presskit on this very database', ['yes', 'no']);
  choice('--enabled <y>', 'on or off', ['yes', 'no']);
  command.option('--from <file>', 'with secret: read it from there');
  command.option('--refused', 'with log: only what was refused');
  command.option('--limit <n>', 'with log: how many entries (50)');
}

function settings({ from, refused, limit, ...options }: Options): Partial<Omit<PeerInput, 'key'>> {
  const { vouchesForAddresses, sharesDatabase, enabled, ...rest } = options;
  const { json, ...given } = rest as typeof rest & { json?: true };
  const addresses = ['jwksUrl', 'startUrl', 'consumeUrl', 'logoutUrl'] as const;
  return {
    ...given,
    // An empty one is again where the protocol has it.
    ...Object.fromEntries(addresses.filter((name) => given[name] === '').map((name) => [name, null])),
    ...(vouchesForAddresses && { vouchesForAddresses: vouchesForAddresses === 'yes' }),
    ...(sharesDatabase && { sharesDatabase: sharesDatabase === 'yes' }),
    ...(enabled && { enabled: enabled === 'yes' }),
  };
}

const shown = ({ secretSealed, ...peer }: Peer) => ({ ...peer, hasSecret: secretSealed !== null });

const lineOf = (peer: ReturnType<typeof shown>) =>
  `${peer.key}  ${peer.origin}  ${peer.direction}  ${peer.protocol}  ${peer.algorithm}  ${peer.enabled ? 'on' : 'OFF'}  ${
    peer.usedAt ? `last used ${peer.usedAt.toISOString()}` : 'never used'
  }`;

function made(sentence: string, secret: string | null, peer: ReturnType<typeof shown>): Answer {
  const text = secret ? `${sentence}; its secret, which is not shown again:\n${secret}` : sentence;
  return { text, json: { peer, ...(secret && { secret }) } };
}
