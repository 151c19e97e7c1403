import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { jwks, signingKey } from './keys';

await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';

test('a peer that asks before anybody was sent finds a key, of many at once all the same, and it is the one that signs', async () => {
  const sets = await Promise.all(Array.from({ length: 8 }, () => jwks()));
  const kids = new Set(sets.flatMap(({ keys }) => keys.map(({ kid }) => kid)));
  assert.deepEqual([...kids], [(await signingKey()).kid]);
});
