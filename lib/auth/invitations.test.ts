import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { createNewsroom, setDomain } from '@/lib/content/newsrooms';
import { testDatabase } from '@/lib/db/test-database';
import { PresskitError } from '@/lib/errors';
import { deliverWaiting } from '@/lib/mail/deliver';
import { startMailServer } from '@/lib/mail/testing/mail-server';
import {
  acceptInvitation,
  invitationOf,
  invitationsTo,
  invite,
  resendInvitation,
  revokeInvitation,
  signUpByInvitation,
} from './invitations';
import { changeMemberRole, members, removeMember } from './members';
import { roleIn } from './rights';
import { createUser, type User, userByEmail } from './users';

const { owner: sql, dir } = await testDatabase();
const server = await startMailServer();
const clock = join(dir, 'clock');
const setClock = (text: string) => writeFileSync(clock, new Date(`${text}Z`).toISOString());
Object.assign(process.env, {
  CLOCK_FILE: clock,
  SMTP_URL: server.url,
  MAIL_FROM: 'press@example.com',
  SITE_URL: 'https://press.test',
  SITE_URLS: 'https://acme.test',
  SIGN_UP: 'invited',
});
setClock('2026-03-14T12:00:00');
after(() => {
  delete process.env.CLOCK_FILE;
});

const refused =
  (code: string, words = /./) =>
  (error: unknown) =>
    error instanceof PresskitError && error.code === code && words.test(error.message);
let n = 0;
const person = (name: string, role: User['role'] = 'author') =>
  createUser({ email: `${name}${++n}@example.com`, name, role, isVerified: true });
const room = await createNewsroom({ name: 'Acme' });
const owner = await person('owner');
await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${room.id}, ${owner.id}, 'owner')`;
beforeEach(async () => {
  setClock('2026-03-14T12:00:00');
  await sql`delete from rate_limits`;
});

/** The token in the newest mail, as its reader would find it. */
async function mailedToken(to: string): Promise<string> {
  await deliverWaiting();
  const mail = server.received.at(-1);
  assert.equal([mail?.to].flat()[0]?.text, to);
  const [, token] = /https:\/\/press\.test\/invitations\/([\w-]{43})\n/.exec(mail?.text ?? '') ?? [];
  assert.ok(token, mail?.text);
  return token;
}

test('an invitation is mailed, accepted once by its address, and makes a member', async () => {
  const vera = await person('Vera');
  await invite(owner, {
    newsroomId: room.id,
    email: ` ${vera.email.replace('Vera', 'VERA')} `,
    role: 'analyst',
  });
  const token = await mailedToken(vera.email.replace('Vera', 'VERA'));
  assert.match(
    server.received.at(-1)?.text ?? '',
    /owner .* invites you to the newsroom “Acme” at press\.test/,
  );
  assert.equal((await invitationOf(token))?.state, 'open');
  await acceptInvitation(token, vera);
  assert.equal(await roleIn(vera, room.id), 'analyst');
  await assert.rejects(acceptInvitation(token, vera), refused('not_found', /accepted already/));
  await assert.rejects(
    invite(owner, { newsroomId: room.id, email: vera.email, role: 'editor' }),
    refused('conflict', /here already/),
  );
  const log =
    await sql`select action, actor_id, object_id from audit_log where action like 'invitation.%' order by id`;
  assert.deepEqual(
    log.map(({ action, actor_id, object_id }) => [action, actor_id, object_id]),
    [
      ['invitation.send', owner.id, room.id],
      ['invitation.accept', vera.id, room.id],
    ],
  );
  const [stored] = await sql`select token_hash from invitations`;
  assert.doesNotMatch(JSON.stringify(stored), new RegExp(token));
});

test('somebody else who has the link is told whose it is, and it stays good', async () => {
  const bob = await person('Bob');
  const eve = await person('Eve');
  await invite(owner, { newsroomId: room.id, email: bob.email, role: 'editor' });
  const token = await mailedToken(bob.email);
  await assert.rejects(
    acceptInvitation(token, eve),
    refused('forbidden', new RegExp(`sent to ${bob.email}`)),
  );
  assert.equal(await roleIn(eve, room.id), null);
  await acceptInvitation(token, bob);
  assert.equal(await roleIn(bob, room.id), 'editor');
});

test('a new person makes an account with the address it was sent to, unless sign-up is closed', async () => {
  await invite(owner, { newsroomId: room.id, email: 'new@example.com', role: 'editor' });
  const token = await mailedToken('new@example.com');
  process.env.SIGN_UP = 'closed';
  const details = { name: 'Nia New', password: 'four plain words here' };
  await assert.rejects(signUpByInvitation(token, details), refused('forbidden', /no new accounts/));
  process.env.SIGN_UP = 'invited';
  await assert.rejects(signUpByInvitation(token, { ...details, password: 'short' }), refused('invalid'));
  await assert.rejects(signUpByInvitation(token, { ...details, name: '' }), refused('invalid'));
  assert.equal((await invitationOf(token))?.state, 'open', 'a mistake leaves the link good');
  const { user } = await signUpByInvitation(token, details);
  assert.equal(user.email, 'new@example.com');
  assert.ok(user.emailVerifiedAt);
  assert.equal(await roleIn(user, room.id), 'editor');
  await assert.rejects(signUpByInvitation(token, details), refused('not_found'));
  const [row] = await sql`select accepted_by from invitations where email = 'new@example.com'`;
  assert.equal(row?.accepted_by, user.id);
});

test('of two who accept at the same moment, one gets it', async () => {
  await invite(owner, { newsroomId: room.id, email: 'race@example.com', role: 'editor' });
  const token = await mailedToken('race@example.com');
  const password = 'four plain words here';
  const tries = [0, 1, 2].map((i) => signUpByInvitation(token, { name: `Racer ${i}`, password }));
  const done = (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled');
  assert.equal(done.length, 1);
});

test('an invitation to a newsroom with a domain of its own leads to SITE_URL, where its people are signed in', async () => {
  await setDomain(room.id, 'https://acme.test');
  const guest = await person('guest');
  await invite(owner, { newsroomId: room.id, email: guest.email, role: 'analyst' });
  const token = await mailedToken(guest.email);
  assert.doesNotMatch(server.received.at(-1)?.text ?? '', /acme\.test/);
  await acceptInvitation(token, guest);
  await setDomain(room.id, null);
});

test('an invitation ends after seven days, by being taken back, or by a newer one', async () => {
  const email = 'late@example.com';
  await invite(owner, { newsroomId: room.id, email, role: 'editor' });
  const first = await mailedToken(email);
  setClock('2026-03-21T12:00:01');
  assert.equal((await invitationOf(first))?.state, 'expired');
  const late = await createUser({ email, name: 'Late', isVerified: true });
  await assert.rejects(acceptInvitation(first, late), refused('not_found', /too old/));
  const [open] = await invitationsTo(owner, room.id);
  assert.equal(open?.state, 'expired');
  await resendInvitation(owner, open.id);
  const second = await mailedToken(email);
  await assert.rejects(acceptInvitation(first, late), refused('not_found', /newer one/));
  const [again] = await invitationsTo(owner, room.id);
  await revokeInvitation(owner, again!.id);
  await assert.rejects(acceptInvitation(second, late), refused('not_found', /taken back/));
  await assert.rejects(revokeInvitation(owner, again!.id), refused('not_found'));
  assert.deepEqual(await invitationsTo(owner, room.id), []);
  assert.equal(await invitationOf('nonsense'), null);
});

test('an invitation is worth nothing once whoever sent it may not invite any more', async () => {
  const ways: [string, (leaver: User) => Promise<unknown>][] = [
    ['removed', ({ id }) => removeMember(owner, room.id, id)],
    ['less than an owner', ({ id }) => changeMemberRole(owner, room.id, id, 'editor')],
    ['deactivated', ({ id }) => sql`update users set deactivated_at = now() where id = ${id}`],
    ['deleted', ({ id }) => sql`delete from users where id = ${id}`],
  ];
  for (const [why, end] of ways) {
    const leaver = await person('leaver');
    await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${room.id}, ${leaver.id}, 'owner')`;
    // Such as to an address of their own.
    const again = await person('again');
    await invite(leaver, { newsroomId: room.id, email: again.email, role: 'owner' });
    const token = await mailedToken(again.email);
    await end(leaver);
    assert.equal((await invitationOf(token))?.state, 'void', why);
    await assert.rejects(acceptInvitation(token, again), refused('not_found', /may not invite/));
    assert.equal(await roleIn(again, room.id), null, why);
    const [listed] = await invitationsTo(owner, room.id);
    assert.equal(listed?.state, 'void', 'those who stay see it,');
    await resendInvitation(owner, listed.id);
    await acceptInvitation(await mailedToken(again.email), again);
    assert.equal(await roleIn(again, room.id), 'owner', 'and can send it in their own name');
  }
  const admin = await person('admin', 'admin');
  await invite(admin, { newsroomId: null, email: 'late-site@example.com', role: null });
  const token = await mailedToken('late-site@example.com');
  await sql`update users set role = 'editor' where id = ${admin.id}`;
  const details = { name: 'Late', password: 'four plain words here' };
  await assert.rejects(signUpByInvitation(token, details), refused('not_found', /may not invite/));
  assert.equal(await userByEmail('late-site@example.com'), null);
});

test('only who may say who the members are invites, lists, sends again and takes back', async () => {
  await invite(owner, { newsroomId: room.id, email: 'x@example.com', role: 'editor' });
  const id = (await invitationsTo(owner, room.id))[0]!.id;
  const stranger = await person('stranger');
  const editor = await person('editor');
  const siteEditor = await person('siteeditor', 'editor');
  await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${room.id}, ${editor.id}, 'editor')`;
  for (const [user, code] of [
    [stranger, 'not_found'],
    [editor, 'forbidden'],
    [siteEditor, 'forbidden'],
  ] as const) {
    const o = { newsroomId: room.id, email: 'y@example.com', role: 'owner' } as const;
    await assert.rejects(invite(user, o), refused(code));
    await assert.rejects(invitationsTo(user, room.id), refused(code));
    await assert.rejects(resendInvitation(user, id), refused(code));
    await assert.rejects(revokeInvitation(user, id), refused(code));
    await assert.rejects(members(user, room.id), refused(code));
    await assert.rejects(changeMemberRole(user, room.id, owner.id, 'analyst'), refused(code));
    await assert.rejects(removeMember(user, room.id, owner.id), refused(code));
    await assert.rejects(
      invite(user, { newsroomId: null, email: 'y@example.com', role: null }),
      refused('forbidden'),
    );
  }
  const admin = await person('admin', 'admin');
  await invite(admin, { newsroomId: null, email: 'site@example.com', role: null });
  const { user } = await signUpByInvitation(await mailedToken('site@example.com'), {
    name: 'Site',
    password: 'four plain words here',
  });
  assert.equal(user.role, 'author');
});

test('a newsroom keeps an owner', async () => {
  const other = await createNewsroom({ name: 'Second' });
  const [a, b] = [await person('a'), await person('b')];
  for (const { id } of [a, b])
    await sql`insert into newsroom_members (newsroom_id, user_id, role) values (${other.id}, ${id}, 'owner')`;
  const both = await Promise.allSettled([removeMember(a, other.id, b.id), removeMember(b, other.id, a.id)]);
  assert.equal(both.filter(({ status }) => status === 'fulfilled').length, 1, 'not both of them');
  const [last] = (await sql`select user_id from newsroom_members where newsroom_id = ${other.id}`) as {
    user_id: number;
  }[];
  const left = [a, b].find(({ id }) => id === last?.user_id)!;
  await assert.rejects(removeMember(left, other.id, left.id), refused('conflict', /last owner/));
  await assert.rejects(
    changeMemberRole(left, other.id, left.id, 'editor'),
    refused('conflict', /last owner/),
  );
  const gone = [a, b].find(({ id }) => id !== left.id)!;
  await assert.rejects(removeMember(left, other.id, gone.id), refused('not_found'));
});

test('a member leaves by themselves, and a role that is changed holds at once', async () => {
  const vera = (await userByEmail('Vera2@example.com'))!;
  await changeMemberRole(owner, room.id, vera.id, 'editor');
  assert.equal(await roleIn(vera, room.id), 'editor');
  await removeMember(vera, room.id, vera.id);
  assert.equal(await roleIn(vera, room.id), null);
  await assert.rejects(removeMember(vera, room.id, vera.id), refused('not_found'));
});

test('nobody sends floods of invitations', async () => {
  for (let i = 0; i < 5; i++)
    await invite(owner, { newsroomId: room.id, email: 'flood@example.com', role: 'editor' });
  await assert.rejects(
    invite(owner, { newsroomId: room.id, email: 'flood@example.com', role: 'editor' }),
    refused('invalid', /please wait/),
  );
});

test('without mail an invitation is refused with the reason, and none is kept', async () => {
  delete process.env.SMTP_URL;
  const before = await sql`select count(*)::int as n from invitations`;
  await assert.rejects(
    invite(owner, { newsroomId: room.id, email: 'nomail@example.com', role: 'editor' }),
    refused('unavailable', /sends no mail/),
  );
  process.env.SMTP_URL = server.url;
  assert.deepEqual(await sql`select count(*)::int as n from invitations`, before);
});
