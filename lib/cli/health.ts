import { health } from '@/lib/admin/health';
import { env } from '@/lib/env';
import { define } from './command';
import { withStores } from './stores';

const variables = ['DATABASE_URL', 'MEMCACHED_SERVERS', 'LOG_DIR'] as const;

export const command = define({
  name: 'health',
  description:
    'Says how the installation is doing: how far ingest is behind the log, the last roll-up, the figures of memcached, ' +
    'what became of the lines of today, and mails that wait or were given up. Exit status 1 when something needs a person. The site says the same at ' +
    '/api/health, to this machine only.',
  examples: [
    ['', 'for people'],
    ['--json', 'for a monitor'],
  ],
  variables: [...variables, 'TZ'],
  async run() {
    env(...variables);
    const state = await withStores(health);
    return { text: linesOf(state).join('\n'), json: state, failed: !state.ok };
  },
});

/** A nested record as indented lines: "memcached:", "  hits: 12". */
function linesOf(value: object, indent = ''): string[] {
  return Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
    const name = `${indent}${Array.isArray(value) ? '-' : `${key}:`}`;
    if (field === null || typeof field !== 'object') return [`${name} ${field ?? 'unknown'}`];
    if (Object.keys(field).length === 0) return [`${name} none`];
    return [name, ...linesOf(field, `${indent}  `)];
  });
}
