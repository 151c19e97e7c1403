import assert from 'node:assert/strict';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { createApiToken, userOfApiToken } from './api-tokens';
import { confirmationFor, mustBeConfirmed } from './confirmation';
import { deleteAccount, onlyOwnedBy } from './deletion';
import { confirmEmailChange, emailChangeOf, mailEmailChange } from './email-change';
import { changePassword, mailPasswordReset, resetOf, resetPassword } from './password-change';
import { checkPassword, isPasswordOf, setPassword } from './passwords';
import { endAllSessions, openSession, sessionOf } from './sessions';
import { mailSignInLink, signInWithLink } from './sign-in';
import { finishSignUp, mailSignUp, signUpOf } from './sign-up';
import { Outbox } from './testing/outbox';
import { createUser, type User, userByEmail, userById } from './users';

const { owner: sql, dir } = await testDatabase();
Object.assign(process.env, {
  SITE_URL: 'https://press.example',
  MAIL_DIR: join(dir, 'mails'),
  MAIL_FROM: 'press@press.example',
});
const outbox = new Outbox(sql);
const password = 'grey ferry at noon';
const other = 'a green lighthouse';
const refused = (code: string) => (error: unknown) => error instanceof PresskitError && error.code === code;

let n = 0;
let vera: User;
beforeEach(async () => {
  n++;
  process.env.SIGN_UP = 'open';
  await sql`truncate rate_limits`;
  await outbox.take();
  vera = await createUser({ email: `vera${n}@example.com`, name: 'Vera', isVerified: true });
  await setPassword(vera.id, password);
});
const open = async () => (await openSession(vera.id, { method: 'password' })).token;

test('an account is made behind the mailed link, where the password is chosen', async () => {
  const email = `new${n}@example.com`;
  await mailSignUp({ email, name: 'Nea', next: '/author' });
  assert.equal(await userByEmail(email), null, 'not before the link is used');
  const token = await outbox.token(email);
  assert.deepEqual(await signUpOf(token), { email, name: 'Nea' });
  await assert.rejects(finishSignUp(token, { name: 'Nea', password: 'short' }), refused('invalid'));
  const { user, next } = await finishSignUp(token, { name: 'Nea Berg', password });
  assert.equal(user.name, 'Nea Berg');
  assert.ok(user.emailVerifiedAt);
  assert.equal(next, '/author');
  assert.ok(await isPasswordOf(user.id, password));
  await assert.rejects(finishSignUp(token, { name: 'Nea', password }), refused('not_found'));
});

test('with an address that is known, its owner gets a mail that says so, and nothing else happens', async () => {
  await mailSignUp({ email: vera.email.toUpperCase(), name: 'Mallory', next: '' });
  const [mail, ...more] = await outbox.take();
  assert.equal(more.length, 0);
  assert.equal(mail?.to, vera.email);
  assert.doesNotMatch(mail!.text, /token=/);
  assert.equal((await userById(vera.id))?.name, 'Vera');
});

test('two links for one address make one account', async () => {
  const email = `twice${n}@example.com`;
  await mailSignUp({ email, name: 'One', next: '' });
  const first = await outbox.token(email);
  await mailSignUp({ email, name: 'Two', next: '' });
  const second = await outbox.token(email);
  await finishSignUp(first, { name: 'One', password });
  await assert.rejects(finishSignUp(second, { name: 'Two', password: other }), refused('conflict'));
  assert.ok(await isPasswordOf((await userByEmail(email))!.id, password));
});

test('where sign-up is not open, nobody makes an account, not even with a link from before', async () => {
  const email = `late${n}@example.com`;
  await mailSignUp({ email, name: 'Late', next: '' });
  const token = await outbox.token(email);
  for (const mode of ['invited', 'closed', '']) {
    process.env.SIGN_UP = mode;
    await assert.rejects(mailSignUp({ email, name: 'X', next: '' }), refused('forbidden'));
    await assert.rejects(finishSignUp(token, { name: 'X', password }), refused('forbidden'));
  }
});

test('a new password behind a link ends every session, every other link and every API token', async () => {
  const session = await open();
  const { token: bearer } = await createApiToken(vera, 'made by whoever had the old one');
  await mailSignInLink(vera.email, '');
  const link = await outbox.token(vera.email);
  await mailPasswordReset(vera.email);
  const token = await outbox.token(vera.email);
  assert.equal((await resetOf(token))?.id, vera.id);
  await assert.rejects(resetPassword(token, 'short'), refused('invalid'));
  await resetPassword(token, other);
  assert.ok(await isPasswordOf(vera.id, other));
  assert.equal(await isPasswordOf(vera.id, password), false);
  assert.equal(await sessionOf(session), null);
  assert.equal(await userOfApiToken(bearer), null);
  await assert.rejects(signInWithLink(link), refused('not_found'));
  await assert.rejects(resetPassword(token, password), refused('not_found'));
  const [notice] = await outbox.take();
  assert.match(notice!.subject, /Your password .* has changed/);
  const [entry] =
    await sql`select * from audit_log where actor_id = ${vera.id} and action = 'password.reset'`;
  assert.ok(entry);
});

test('a link does one thing: a token for one purpose is none for another', async () => {
  await mailSignInLink(vera.email, '');
  const token = await outbox.token(vera.email);
  assert.equal(await resetOf(token), null);
  assert.equal(await signUpOf(token), null);
  assert.equal(await emailChangeOf(token), null);
  assert.equal((await signInWithLink(token)).user.id, vera.id);
});

test('a change of password ends the other sessions and keeps this one', async () => {
  const [here, there] = [await open(), await open()];
  const session = (await sessionOf(here))!;
  await changePassword(vera, other, { session: session.id });
  assert.ok(await sessionOf(here));
  assert.equal(await sessionOf(there), null);
  assert.equal((await outbox.take()).length, 1);
});

test('another address counts when its link is used; the old one is told and signs in no more', async () => {
  const email = `moved${n}@example.com`;
  await mailEmailChange(vera, email);
  const token = await outbox.token(email);
  assert.equal((await userById(vera.id))?.email, vera.email);
  await mailSignInLink(vera.email, '');
  const link = await outbox.token(vera.email);
  await confirmEmailChange(token, vera);
  assert.equal((await userById(vera.id))?.email, email);
  const [notice] = await outbox.take();
  assert.equal(notice?.to, vera.email);
  assert.match(notice!.text, new RegExp(email));
  await assert.rejects(signInWithLink(link), refused('not_found'));
  await assert.rejects(confirmEmailChange(token, vera), refused('not_found'));
});

test('an address of somebody else is not taken over, nor told to be somebody’s', async () => {
  const theirs = await createUser({ email: `theirs${n}@example.com`, name: 'Theirs', isVerified: true });
  await mailEmailChange(vera, theirs.email);
  const [mail] = await outbox.take();
  assert.equal(mail?.to, theirs.email);
  assert.doesNotMatch(mail!.text, /token=|Vera|vera/);

  const free = `free${n}@example.com`;
  await mailEmailChange(vera, free);
  const token = await outbox.token(free);
  await createUser({ email: free, name: 'Quicker', isVerified: true });
  await assert.rejects(confirmEmailChange(token, vera), refused('conflict'));
  assert.ok(await emailChangeOf(token), 'nothing was used up');
});

test('whoever reads the mail at the new address is not enough: only the person themselves changes it', async () => {
  // Mistyped, so a stranger has the link, with an account of theirs or without; they would have Vera's.
  const stranger = await createUser({ email: `stranger${n}@example.com`, name: 'S', isVerified: true });
  await mailEmailChange(vera, `vear${n}@example.com`);
  const token = await outbox.token(`vear${n}@example.com`);
  for (const by of [null, stranger])
    await assert.rejects(confirmEmailChange(token, by), refused('forbidden'));
  assert.equal((await userById(vera.id))?.email, vera.email);
  await confirmEmailChange(token, vera);
});

test('of two changes under way, the second link is worth nothing after the first', async () => {
  await mailEmailChange(vera, `a${n}@example.com`);
  const a = await outbox.token(`a${n}@example.com`);
  await mailEmailChange(vera, `b${n}@example.com`);
  const b = await outbox.token(`b${n}@example.com`);
  await confirmEmailChange(a, vera);
  await assert.rejects(confirmEmailChange(b, vera), refused('not_found'));
});

test('who has signed in a moment ago is themselves; later the password shows it', async () => {
  const recent = { provenAt: new Date() };
  const old = { provenAt: new Date(Date.now() - 3_600_000) };
  assert.equal(await confirmationFor(vera, recent), 'none');
  await mustBeConfirmed(vera, recent, '');
  assert.equal(await confirmationFor(vera, old), 'password');
  await assert.rejects(mustBeConfirmed(vera, old, 'wrong'), refused('forbidden'));
  await mustBeConfirmed(vera, old, password);
  for (let i = 0; i < 8; i++) await assert.rejects(mustBeConfirmed(vera, old, 'wrong'), refused('forbidden'));
  await assert.rejects(mustBeConfirmed(vera, old, password), /too many tries/);
  const bare = await createUser({ email: `bare${n}@example.com`, name: 'Bare', isVerified: true });
  assert.equal(await confirmationFor(bare, old), 'sign_in');
  await assert.rejects(mustBeConfirmed(bare, old, ''), refused('forbidden'));
});

test('that a peer has sent somebody shows nothing, however short ago: the password does, or a link by mail', async () => {
  const bare = await createUser({ email: `sent${n}@example.com`, name: 'Sent', isVerified: true });
  for (const [user, needed] of [
    [vera, 'password'],
    [bare, 'sign_in'],
  ] as const) {
    const { token } = await openSession(user.id, { method: 'peer:shop' });
    const session = (await sessionOf(token))!;
    assert.equal(await confirmationFor(user, session), needed);
    await assert.rejects(mustBeConfirmed(user, session, ''), refused('forbidden'));
  }
  for (const method of ['password', 'link', 'sign_up', 'invitation', 'oauth:oidc'] as const) {
    const session = await sessionOf((await openSession(bare.id, { method })).token);
    assert.equal(await confirmationFor(bare, session!), 'none', method);
  }
});

test('a deleted account is out at once, frees its address, and leaves what it wrote', async () => {
  const session = await open();
  const [room] = await sql`insert into newsrooms (slug, name) values (${`room${n}`}, 'Room') returning id`;
  await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${room!.id}, ${vera.id}, 'owner')`;
  const [release] = await sql`insert into releases (newsroom_id, author_id, slug, title)
    values (${room!.id}, ${vera.id}, 'kept', 'Kept') returning id`;
  assert.deepEqual(await onlyOwnedBy(vera), [{ id: room!.id, name: 'Room' }]);
  await deleteAccount(vera);
  assert.equal(await sessionOf(session), null);
  assert.equal(await userById(vera.id), null);
  assert.equal(await isPasswordOf(vera.id, password), false);
  assert.equal((await sql`select 1 from releases where id = ${release!.id}`).length, 1);
  assert.equal((await sql`select 1 from newsroom_members where user_id = ${vera.id}`).length, 0);
  const [batch] =
    await sql`select d.* from store.deletions d join store.users u on u.deletion_id = d.id where u.id = ${vera.id}`;
  assert.equal(batch?.deleted_by, vera.id);
  assert.equal((await createUser({ email: vera.email, name: 'Next', isVerified: true })).email, vera.email);
});

test('another owner makes a newsroom no orphan, unless they are gone', async () => {
  const [room] = await sql`insert into newsrooms (slug, name) values (${`pair${n}`}, 'Pair') returning id`;
  const mate = await createUser({ email: `mate${n}@example.com`, name: 'Mate', isVerified: true });
  for (const { id } of [vera, mate])
    await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${room!.id}, ${id}, 'owner')`;
  assert.deepEqual(await onlyOwnedBy(vera), []);
  await sql`update users set deactivated_at = now() where id = ${mate.id}`;
  assert.equal((await onlyOwnedBy(vera)).length, 1);
});

test('the last administrator stays, also when two leave at the same moment', async () => {
  const admins = await Promise.all(
    ['a', 'b'].map((name) =>
      createUser({ email: `${name}dmin${n}@example.com`, name, role: 'admin', isVerified: true }),
    ),
  );
  const results = await Promise.allSettled(admins.map((admin) => deleteAccount(admin)));
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const failed = results.find((result) => result.status === 'rejected');
  assert.ok(failed && refused('conflict')(failed.reason));
});

test('passwords that others would guess are refused, long and odd ones are not', async () => {
  const bad = [
    '',
    'short',
    'aaaaaaaaaaaa',
    'abababababab',
    'password123!',
    '1234567890',
    'vera@example.com',
    'Vera Lund 77',
    'presskit2026',
    'x'.repeat(257),
  ];
  for (const text of bad)
    assert.throws(() => checkPassword(text, ['vera@example.com', 'Vera Lund 77']), refused('invalid'), text);
  const good = [
    'grey ferry at noon',
    'пароль длинный',
    '正しい馬電池ホッチキス',
    'a\u0000b c d e f g h',
    ' leading and trailing ',
    '🦊🦊🐢🐢🐙🐙🦀🦀🐝🐝',
  ];
  for (const text of good) {
    checkPassword(text, ['vera@example.com', 'Vera']);
    await setPassword(vera.id, text);
    assert.ok(await isPasswordOf(vera.id, text), text);
    assert.equal(await isPasswordOf(vera.id, `${text} `), false, text);
  }
  assert.equal(await endAllSessions(vera.id), 0);
});
