import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { explain } from '@/lib/errors';
import { db, ownerDb } from './client';
import { refusalOf } from './errors';
import { mails } from './tables';
import { testDatabase } from './test-database';

const { owner } = await testDatabase();

test('an error of a statement says which it was, and holds none of the values it was sent with', async () => {
  const secret = 'https://press.example/sign-in/link?token=SECRET';
  const mail = { recipient: 'vera@example.com', subject: 'Sign in', message: { text: secret, html: '' } };
  const insert = () => db().insert(mails).values(mail);
  await owner`alter table mails rename to mails_away`;
  const failures = [
    await insert().catch((error: unknown) => error),
    await db()
      .transaction((tx) => tx.insert(mails).values(mail))
      .catch((error: unknown) => error),
    await ownerDb()
      .execute(sql`/* test.away */ select ${secret}::text from nowhere`)
      .catch((error: unknown) => error),
  ];
  await owner`alter table mails_away rename to mails`;
  for (const failure of failures) {
    assert.ok(failure instanceof Error);
    assert.doesNotMatch(inspect(failure, { depth: null }), /SECRET|vera@example/);
    assert.match(failure.stack ?? '', /^Error: Failed query: (insert into "mails"|\/\* test\.away)/);
    assert.equal(refusalOf(failure)?.code, '42P01');
    assert.match(explain(failure), /does not exist/);
  }
});
