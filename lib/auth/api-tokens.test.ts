import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { createApiToken, listApiTokens, revokeApiToken, userOfApiToken } from './api-tokens';
import { createUser } from './users';

const { owner: sql, dir } = await testDatabase();
const clock = join(dir, 'clock');
const setClock = (text: string) => writeFileSync(clock, new Date(`${text}Z`).toISOString());
process.env.CLOCK_FILE = clock;
setClock('2026-03-14T12:00:00');
after(() => {
  delete process.env.CLOCK_FILE;
});
const refused = (code: string) => (error: unknown) => error instanceof PresskitError && error.code === code;
const vera = await createUser({ email: 'vera@example.com', name: 'Vera', isVerified: true });
const bob = await createUser({ email: 'bob@example.com', name: 'Bob', isVerified: true });

test('a token says whose it is until it is revoked, and is kept as a hash only', async () => {
  const { id, token } = await createApiToken(vera, ' weekly\n spreadsheet ');
  assert.match(token, /^presskit_[\w-]{43}$/);
  assert.deepEqual(await userOfApiToken(token), vera);
  const [listed] = await listApiTokens(vera);
  assert.equal(listed?.name, 'weekly spreadsheet');
  assert.equal(listed.usedAt?.toISOString(), '2026-03-14T12:00:00.000Z');
  assert.doesNotMatch(JSON.stringify(await sql`select * from api_tokens`), new RegExp(token.slice(9)));
  await assert.rejects(revokeApiToken(bob, id), refused('not_found'), 'nobody else revokes it');
  assert.deepEqual(await listApiTokens(bob), []);
  await revokeApiToken(vera, id);
  assert.equal(await userOfApiToken(token), null);
  assert.equal((await listApiTokens(vera))[0]?.state, 'revoked');
  for (const wrong of ['', 'presskit_', `${token}x`, token.slice(9), 'presskit_'.padEnd(52, 'A')])
    assert.equal(await userOfApiToken(wrong), null);
});

test('a token expires, and is worth nothing while its person is deactivated', async () => {
  const { token } = await createApiToken(vera, 'short', new Date('2026-03-15T00:00:00Z'));
  setClock('2026-03-14T23:59:59');
  assert.ok(await userOfApiToken(token));
  await sql`update users set deactivated_at = now() where id = ${vera.id}`;
  assert.equal(await userOfApiToken(token), null);
  await sql`update users set deactivated_at = null where id = ${vera.id}`;
  setClock('2026-03-15T00:00:00');
  assert.equal(await userOfApiToken(token), null);
  assert.equal((await listApiTokens(vera))[0]?.state, 'expired');
  await assert.rejects(createApiToken(vera, 'past', new Date('2026-03-14T00:00:00Z')), refused('invalid'));
  await assert.rejects(createApiToken(vera, '  '), refused('invalid'));
  await assert.rejects(createApiToken(vera, 'x'.repeat(81)), refused('invalid'));
});
