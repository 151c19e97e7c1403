import * as rules from '@/lib/auth/sso/peer-rules';

/** What the fields of a type do not say by themselves, and what does not go together in a row; by the type's name. */
export type Words = Record<
  string,
  { label?: string; hint?: string; choices?: Record<string, string> } | undefined
>;
export type Misfits = (row: Record<string, unknown>) => Record<string, string>;

const user: Words = {
  deactivatedAt: {
    hint: 'Any date here keeps them out from now on, and signs them out everywhere, at the peers too. Empty: they may sign in. In the time zone of the site.',
  },
};

const peer: Words = {
  key: {
    hint: 'A short name for addresses and the command line, such as shop. It cannot be changed later, because the secret is tied to it.',
  },
  name: { hint: 'What people know it as; links to it carry this name.' },
  origin: {
    hint: 'Its address without a path, exactly as its tokens name it: https://shop.example.com. Without TLS (http) only on this machine.',
  },
  direction: {
    choices: { in: 'People come from there', out: 'People go there', both: 'Both ways' },
  },
  protocol: {
    choices: {
      presskit: 'Presskit, or what speaks like one',
      jwt: 'A signed token (JWT) in an address: help desks, shops',
      discourse: 'DiscourseConnect: forums',
    },
  },
  algorithm: {
    hint: 'A forum always has a secret, whatever is chosen here. A secret is made when the record is saved, and shown once.',
    choices: {
      ES256: 'ES256: each side has keys and fetches the other’s',
      HS256: 'HS256: a secret that both know',
    },
  },
  jwksUrl: {
    hint: 'Only with ES256. Empty: /.well-known/jwks.json there.',
  },
  startUrl: {
    hint: 'Empty: /api/sso/start there; at a forum /session/sso_provider.',
  },
  consumeUrl: {
    hint: 'Empty: /api/sso/consume there. It may contain {token} and {next}, as in https://desk.example.com/jwt?jwt={token}&return_to={next}. A forum has its own: leave this empty.',
  },
  logoutUrl: {
    hint: 'Where it is told who has signed out everywhere. Empty: /api/sso/logout there if it is a Presskit; any other site is told only if an address is given here.',
  },
  noncePolicy: {
    hint: 'What happens to a token that this browser did not ask for. “Ask the person” is weaker: somebody can be sent a link that signs them in as somebody else, and only a page of ours stands in between. Choose it for programs that cannot send a nonce back; a forum always can.',
    choices: { required: 'Refuse it', confirm: 'Ask the person' },
  },
  provisioning: {
    hint: 'What happens when somebody comes from there for the first time and has no account here.',
    choices: { none: 'They sign in once with an account they have', create: 'They get an account' },
  },
  defaultRole: {
    hint: 'The role of accounts that are made in this way; never admin.',
  },
  vouchesForAddresses: {
    hint: 'Its addresses count as confirmed although its tokens do not say so. Then whoever can choose their address there gets into the account with that address here. Only for a site that has each address confirmed by mail.',
  },
  sharesDatabase: {
    hint: 'Another Presskit on this very database, with the same AUTH_SECRET: its people are ours.',
  },
  enabled: { hint: 'Off: nobody comes from there and nobody goes there.' },
};

const file: Words = {
  newsroomId: { hint: 'Empty: the newsroom of the release.' },
  releaseId: {
    hint: 'The file is added at the end of its working copy, and readers see it when that is published. Empty: the file is of the newsroom, and public at once.',
  },
  kind: {
    hint: 'Empty: what the file suggests.',
    choices: { image: 'A picture', attachment: 'A download', logo: 'The logo of the newsroom' },
  },
  title: { hint: 'Empty: the name of the file.' },
  alt: { hint: 'What a picture shows, for those who do not see it.' },
};

export const words: Record<string, Words> = { user, peer, file };
export const misfits: Record<string, Misfits> = {
  peer: (row) => rules.misfits(row as rules.PeerInput),
};
