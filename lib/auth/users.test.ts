import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { addressOf, createUser, nameOf, updateProfile, userByEmail, userById } from './users';

const { owner: sql } = await testDatabase();
const refused = (code: string) => (error: unknown) => error instanceof PresskitError && error.code === code;

test('an address belongs to one living person, in upper and lower case', async () => {
  const vera = await createUser({ email: ' Vera@Example.com ', name: ' Vera  Lund ', isVerified: true });
  assert.equal(vera.email, 'Vera@Example.com');
  assert.equal(vera.name, 'Vera Lund');
  assert.equal(vera.role, 'author');
  assert.deepEqual(await userByEmail('vera@example.COM'), vera);
  await assert.rejects(
    createUser({ email: 'vera@example.com', name: 'Other', isVerified: false }),
    refused('conflict'),
  );
  await sql`delete from users where id = ${vera.id}`;
  assert.equal(await userById(vera.id), null);
  const next = await createUser({ email: 'vera@example.com', name: 'Other', isVerified: false });
  assert.equal(next.emailVerifiedAt, null);
});

test('addresses that would break a mail are none', () => {
  for (const good of [
    'a@b.co',
    "o'neil+press@example.museum",
    'jürgen@bücher.example',
    'x_y@sub.example.org',
  ])
    assert.equal(addressOf(` ${good} `), good);
  const bad = [
    '',
    'a',
    '@b.co',
    'a@@b.co',
    'a b@c.co',
    'a@b.co, c@d.co',
    'a@b.co\nBcc: c@d.co',
    '<a@b.co>',
    'a@b.',
    `${'a'.repeat(65)}@b.co`,
    'a"b@c.co',
    `a@${'b'.repeat(260)}.co`,
  ];
  for (const text of bad) assert.throws(() => addressOf(text), refused('invalid'), JSON.stringify(text));
});

test('names and time zones are looked at before they are kept', async () => {
  assert.throws(() => nameOf('  '), refused('invalid'));
  assert.throws(() => nameOf('x'.repeat(121)), refused('invalid'));
  assert.throws(() => nameOf('Bell\u0007'), refused('invalid'));
  const { id } = await createUser({ email: 'zone@example.com', name: 'Zone', isVerified: true });
  await updateProfile(id, { name: 'Zoe', timeZone: 'Europe/Berlin' });
  assert.equal((await userById(id))?.timeZone, 'Europe/Berlin');
  await assert.rejects(updateProfile(id, { name: 'Zoe', timeZone: 'Mars/Olympus' }), refused('invalid'));
  await updateProfile(id, { name: 'Zoe', timeZone: null });
  assert.equal((await userById(id))?.timeZone, null);
});
