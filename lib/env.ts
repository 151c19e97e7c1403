import { resolve } from 'node:path';
import { z } from 'zod';
import { PresskitError } from '@/lib/errors';

/**
 * The configuration: the only module that reads process.env for settings. Every problem is reported at once, by
 * name, with an example of a good value. A variable is required exactly where a caller asks for it.
 */
const urlOf = (protocols: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), { abort: true });

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false; // a password with a "%" that begins no escape: the driver would throw
  }
}

// Without TLS only where nobody is in between.
const isLoopback = (url: string) => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname);

// The host of [v6]:port stands in brackets; memcached listens on a unix socket, too.
const isMemcached = (server: string) => {
  const [, port] = /^(?:\[[0-9a-f:.]+\]|[^\s:[\]/]+):(\d{1,5})$/i.exec(server) ?? [];
  return port ? Number(port) >= 1 && Number(port) <= 65_535 : /^\/[^\s,]+$/.test(server);
};

const variables = {
  DATABASE_URL: {
    about: 'the PostgreSQL database',
    example: 'postgres://presskit:secret@127.0.0.1:5432/presskit',
    schema: urlOf(['postgres:', 'postgresql:']).refine(isDecodable),
  },
  MEMCACHED_SERVERS: {
    about: 'memcached, host:port or /path/of/a/socket, several with commas',
    example: '127.0.0.1:11211',
    schema: z.string().refine((value) => value.split(',').every(isMemcached)),
  },
  SITE_URL: {
    about: 'the address visitors use, without a path',
    example: 'https://press.example.com',
    schema: urlOf(['http:', 'https:'])
      .refine((value) => new URL(value).pathname === '/' && !value.includes('?') && !value.includes('#'))
      .transform((value) => new URL(value).origin),
  },
  SITE_URLS: {
    about: 'further domains that this deployment serves, with commas; none when not set',
    example: 'https://news.example.org,https://press.example.net',
    schema: z
      .string()
      .transform((value) =>
        value
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      )
      .refine((all) =>
        all.every(
          (one) => URL.canParse(one) && /^https?:\/\/[^/?#]+\/?$/.test(one) && new URL(one).pathname === '/',
        ),
      )
      .transform((all) => all.map((one) => new URL(one).origin)),
  },
  LOG_DIR: {
    about: 'the folder of the dated access logs; several web nodes: several folders with colons',
    example: '/var/log/presskit',
    schema: z
      .string()
      .min(1)
      .transform((value) =>
        value
          .split(':')
          .filter(Boolean)
          .map((dir) => resolve(dir)),
      )
      .refine((dirs) => dirs.length > 0),
  },
  FILES_DIR: {
    about: 'where uploaded files are kept',
    example: '/var/lib/presskit/files',
    schema: z
      .string()
      .min(1)
      .transform((value) => resolve(value)),
  },
  UPLOAD_MAX_MB: {
    about:
      'how large an attachment may be, in megabytes; 100 when not set, at most the 200 that nginx lets in',
    example: '100',
    schema: z.coerce.number().int().min(1).max(200),
  },
  GEO_DB: {
    about: "a database of countries in MaxMind's format; without one, countries are not counted",
    example: '/var/lib/GeoIP/GeoLite2-Country.mmdb',
    schema: z
      .string()
      .min(1)
      .transform((value) => resolve(value)),
  },
  STATE_DIR: {
    about: 'where ingest keeps its snapshot',
    example: '/var/lib/presskit/state',
    schema: z
      .string()
      .min(1)
      .transform((value) => resolve(value)),
  },
  SMTP_URL: {
    about: 'the mail server; the password percent-encoded',
    example: 'smtp://presskit:secret@mail.example.com:587',
    schema: urlOf(['smtp:', 'smtps:']).refine(
      (value) => new URL(value).hostname !== '' && isDecodable(value),
    ),
  },
  MAIL_DIR: {
    about: 'a folder that mails are written to instead of being sent',
    example: '/var/lib/presskit/mails',
    schema: z
      .string()
      .min(1)
      .transform((value) => resolve(value)),
  },
  MAIL_FROM: {
    about: 'whom mails come from',
    example: "'Example Press <press@example.com>'",
    schema: z.string().regex(/^(?:[^\p{Cc}<>@,]*<[^\s<>@,]+@[^\s<>@,]+>|[^\s<>@,]+@[^\s<>@,]+)$/u),
  },
  AUTH_SECRET: {
    about:
      'a secret of this installation, 32 characters or more: what the site gives away and takes back is sealed with it',
    example: 'the output of `openssl rand -base64 33`',
    schema: z.string().min(32),
  },
  SIGN_UP: {
    about:
      'who may make an account: open (anybody), invited (who has an invitation; when not set) or closed (nobody)',
    example: 'invited',
    schema: z.enum(['open', 'invited', 'closed']),
  },
  OAUTH_GOOGLE_ID: {
    about: 'to sign in with Google: the client id',
    example: '1234-abcd.apps.googleusercontent.com',
    schema: z.string(),
  },
  OAUTH_GOOGLE_SECRET: {
    about: 'to sign in with Google: the client secret',
    example: 'GOCSPX-...',
    schema: z.string(),
  },
  OIDC_ISSUER: {
    about:
      'to sign in with any OpenID Connect provider: its issuer, below which .well-known/openid-configuration lies',
    example: 'https://login.example.com/realms/press',
    schema: urlOf(['https:', 'http:']).refine((value) => value.startsWith('https:') || isLoopback(value)),
  },
  OIDC_CLIENT_ID: { about: 'its client id for this site', example: 'presskit', schema: z.string() },
  OIDC_CLIENT_SECRET: { about: 'its client secret for this site', example: 'c0ffee...', schema: z.string() },
  OIDC_NAME: {
    about: 'what the button calls it',
    example: 'Example staff account',
    schema: z.string().max(60),
  },
  RETENTION_DAYS: {
    about: 'after how many days deleted records are removed for good',
    example: '365',
    schema: z
      .string()
      .regex(/^[1-9]\d{0,4}$/)
      .transform(Number),
  },
} as const;

type Variables = typeof variables;
export type Variable = keyof Variables;
type Value<N extends Variable> = z.output<Variables[N]['schema']>;

/**
 * The named variables, parsed. Throws a PresskitError 'config' that lists every missing or unusable one.
 * @example const { DATABASE_URL, LOG_DIR } = env('DATABASE_URL', 'LOG_DIR')
 */
export function env<N extends Variable>(...names: N[]): { [K in N]: Value<K> } {
  return valuesOf(names, true) as { [K in N]: Value<K> };
}

/** The named variables, parsed; undefined where one is not set. Throws a PresskitError 'config' for unusable ones. */
export function optionalEnv<N extends Variable>(...names: N[]): { [K in N]?: Value<K> } {
  return valuesOf(names, false) as { [K in N]?: Value<K> };
}

function valuesOf(names: Variable[], required: boolean): Record<string, unknown> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const { about, example, schema } = variables[name];
    const raw = process.env[name];
    if (!raw && !required) continue;
    const parsed = schema.safeParse(raw ?? '');
    if (parsed.success && raw) values[name] = parsed.data;
    else
      problems.push(
        `  ${name} (${about}) is ${raw ? 'not usable' : 'not set'}; a good value: ${name}=${example}`,
      );
  }
  const zone = process.env.TZ;
  if (zone) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone.replace(/^:/, '') });
    } catch {
      problems.push(`  TZ (the time zone of days) is not a known zone; a good value: TZ=Europe/Berlin`);
    }
  }
  if (problems.length > 0) throw new PresskitError('config', `configuration:\n${problems.join('\n')}`);
  return values;
}
