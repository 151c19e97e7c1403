import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { now } from '@/lib/clock';
import { actingAs } from '@/lib/db/acting';
import { db } from '@/lib/db/client';
import { expected } from '@/lib/db/errors';
import { invitations, newsroomMembers, newsrooms, users } from '@/lib/db/tables';
import { env } from '@/lib/env';
import { PresskitError } from '@/lib/errors';
import { letter } from '@/lib/mail/letter';
import { send } from '@/lib/mail/mails';
import { record } from './audit-log';
import { accountKey, attemptOf, waiting } from './limits';
import { addMember } from './members';
import { checkPassword, setPassword } from './passwords';
import { attempt } from './rate-limits';
import { allows, type MemberRole, requireRight } from './rights';
import { signUpMode } from './sign-up';
import { hashOf, newToken } from './tokens';
import { addressOf, createUser, markVerified, type User, userByEmail } from './users';

/**
 * Invitations to a newsroom, or to the site alone. The link is in the mail and nowhere else, so who has it reads mail
 * at that address: it makes an account with the address, or is accepted by whoever has one with it, and by nobody else.
 */
const DAYS = 7;
/** Mails that one person may cause in a day, so that nobody sends advertisements this way. */
const PER_DAY = 100;

export type Invitation = {
  id: number;
  email: string;
  /** Null: to the site, without a newsroom. */
  newsroom: { id: number; slug: string; name: string } | null;
  role: MemberRole | null;
  invitedBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  /** void: whoever sent it is gone, or may not invite any more. */
  state: 'open' | 'accepted' | 'revoked' | 'expired' | 'void';
};

/**
 * Mails an invitation. One that is open for the same address and newsroom is replaced by it: its link is worth nothing
 * any more. Throws 'forbidden' or 'not_found' for want of the right, 'invalid' for the address, 'conflict' when the
 * person is a member already, 'unavailable' when this installation sends no mail.
 * @param o.newsroomId null: to the site alone, which administrators may
 */
export async function invite(
  by: User,
  o: { newsroomId: number | null; email: string; role: MemberRole | null },
): Promise<void> {
  await mayInvite(by, o.newsroomId);
  const email = addressOf(o.email);
  if ((o.newsroomId === null) !== (o.role === null))
    throw new PresskitError('invalid', 'Please say what the person is to be: owner, editor or analyst');
  if (o.newsroomId === null ? await userByEmail(email) : await isMember(o.newsroomId, email))
    throw new PresskitError('conflict', `${email} is here already; nothing was sent`);
  await mustNotFlood(by, email);
  await actingAs(by.id, async () => {
    await revokeOpen(o.newsroomId, email);
    await write(by, { ...o, email });
  });
}

/** The open and the expired invitations to a newsroom, newest first. Throws unless the person has the right 'members'. */
export async function invitationsTo(by: User, newsroomId: number): Promise<Invitation[]> {
  await requireRight(by, newsroomId, 'members');
  const rows = await found()
    .where(
      and(
        eq(invitations.newsroomId, newsroomId),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        // One that has ended is shown for a while, to be sent again.
        gt(invitations.expiresAt, new Date(now().getTime() - 30 * 86_400_000)),
      ),
    )
    .orderBy(desc(invitations.id));
  return rows.map(invitationOfRow);
}

/** Sends an invitation anew, with a new link and another seven days. Throws 'not_found'. */
export async function resendInvitation(by: User, id: number): Promise<Invitation> {
  const before = await pending(by, id);
  await mustNotFlood(by, before.email);
  await actingAs(by.id, async () => {
    await revokeOpen(before.newsroom?.id ?? null, before.email);
    await write(by, { newsroomId: before.newsroom?.id ?? null, email: before.email, role: before.role });
  });
  return before;
}

/** From now on its link says that it was taken back. Throws 'not_found'. */
export async function revokeInvitation(by: User, id: number): Promise<Invitation> {
  const before = await pending(by, id);
  await actingAs(by.id, async () => {
    await db().update(invitations).set({ revokedAt: now() }).where(eq(invitations.id, id));
    await noted(by.id, 'invitation.revoke', before);
  });
  return before;
}

/** What a link invites to, also when it is no longer good; null: no such link, or the newsroom is gone. */
export async function invitationOf(token: string): Promise<Invitation | null> {
  const [row] = await found().where(eq(invitations.tokenHash, hashOf(token)));
  if (!row || (row.newsroomId !== null && row.newsroom === null)) return null;
  return invitationOfRow(row);
}

/**
 * Accepts an invitation for somebody who is signed in, once. Throws 'not_found' when the link is not good (any more),
 * and 'forbidden' when it was sent to another address than theirs.
 */
export async function acceptInvitation(token: string, user: User): Promise<Invitation> {
  return actingAs(user.id, async () => {
    const invitation = await usedUp(token, user.id);
    if (invitation.email.toLowerCase() !== user.email.toLowerCase())
      throw new PresskitError(
        'forbidden',
        `This invitation was sent to ${invitation.email}, and you are signed in as ${user.email}. Sign out and open ` +
          'its link again, or ask for an invitation to your own address. Nothing was changed.',
      );
    await entered(invitation, user);
    return invitation;
  });
}

/**
 * Makes an account with the invitation's address and accepts it. Throws 'forbidden' when the site takes no new
 * accounts, 'invalid' for the name or the password, which leaves the link good, 'conflict' when there is an account.
 */
export async function signUpByInvitation(
  token: string,
  { name, password }: { name: string; password: string },
): Promise<{ user: User; invitation: Invitation }> {
  if (signUpMode() === 'closed')
    throw new PresskitError('forbidden', 'This site takes no new accounts; the invitation stays good');
  const asked = await invitationOf(token);
  if (asked) checkPassword(password, [asked.email, name]);
  try {
    return await actingAs(null, async () => {
      const invitation = await usedUp(token, null);
      const user = await createUser({ email: invitation.email, name, isVerified: true });
      await db().update(invitations).set({ acceptedBy: user.id }).where(eq(invitations.id, invitation.id));
      await setPassword(user.id, password);
      await record({ actorId: user.id, action: 'account.create', type: 'user', objectId: user.id });
      await entered(invitation, user);
      return { user, invitation };
    });
  } catch (error) {
    throw expected(error, 'the account');
  }
}

/** Uses the link up. Throws 'not_found' with the reason; of two at the same moment one gets it. */
async function usedUp(token: string, userId: number | null): Promise<Invitation> {
  const at = now();
  if ((await invitationOf(token))?.state === 'void') throw new PresskitError('not_found', whyNot('void'));
  const [used] = await db()
    .update(invitations)
    .set({ acceptedAt: at, acceptedBy: userId })
    .where(
      and(
        eq(invitations.tokenHash, hashOf(token)),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, at),
      ),
    )
    .returning({ id: invitations.id });
  const invitation = await invitationOf(token);
  if (!used || !invitation) throw new PresskitError('not_found', whyNot(invitation?.state));
  return invitation;
}

/** A sentence about a link that is not good. */
export function whyNot(state: Invitation['state'] | undefined): string {
  if (state === 'accepted') return 'This invitation has been accepted already; each can be accepted once.';
  if (state === 'revoked')
    return 'This invitation was taken back, or a newer one was sent to the same address.';
  if (state === 'expired') return 'This invitation is too old. Ask whoever invited you to send it again.';
  if (state === 'void')
    return 'Whoever sent this invitation may not invite people any more. Ask somebody else there to send you one.';
  return 'There is no such invitation. Perhaps a part of its address is missing.';
}

async function entered(invitation: Invitation, user: User): Promise<void> {
  if (!user.emailVerifiedAt) await markVerified(user.id);
  if (invitation.newsroom && invitation.role)
    await addMember(invitation.newsroom.id, user.id, invitation.role);
  await noted(user.id, 'invitation.accept', invitation);
}

async function write(
  by: User,
  o: { newsroomId: number | null; email: string; role: MemberRole | null },
): Promise<void> {
  const at = now();
  const { token, hash } = newToken();
  const expiresAt = new Date(at.getTime() + DAYS * 86_400_000);
  await db()
    .insert(invitations)
    .values({ ...o, tokenHash: hash, invitedBy: by.id, createdAt: at, expiresAt });
  const invitation = (await invitationOf(token))!;
  await noted(by.id, 'invitation.send', invitation);
  // Not the newsroom's own domain: who works here is signed in where their pages are.
  const { SITE_URL } = env('SITE_URL');
  const { host } = new URL(SITE_URL);
  const what = invitation.newsroom
    ? `to the newsroom “${invitation.newsroom.name}” at ${host}, as ${withArticle(o.role!)}`
    : `to ${host}`;
  const url = new URL(`/invitations/${token}`, SITE_URL).href;
  const subject = `${by.name} invites you ${invitation.newsroom ? `to ${invitation.newsroom.name}` : `to ${host}`}`;
  const words = letter({
    title: subject,
    paragraphs: [
      `${by.name} (${by.email}) invites you ${what}.`,
      ...(o.role ? [roleInWords(o.role)] : []),
      `The link is good for ${DAYS} days, once, and for ${o.email} only.`,
    ],
    button: { label: 'See the invitation', url },
    footer: ['If you expect no invitation, you need not do anything: without the link, nothing happens.'],
  });
  await send({ to: o.email, subject, ...words });
}

/** What a role may do, to follow its name: "An analyst ...". */
export const mayDo: Record<MemberRole, string> = {
  owner: 'may do everything: write, publish, change its settings and say who works on it',
  editor: 'writes and publishes releases, and reads the statistics',
  analyst: 'reads the statistics and changes nothing',
};
/** "An analyst reads the statistics and changes nothing." */
export const roleInWords = (role: MemberRole): string => `An ${role} ${mayDo[role]}.`;
const withArticle = (role: MemberRole) => (role === 'owner' ? `its ${role}` : `an ${role}`);

async function mayInvite(by: User, newsroomId: number | null): Promise<void> {
  if (newsroomId !== null) return requireRight(by, newsroomId, 'members');
  if (by.role === 'admin') return;
  await record({ actorId: by.id, action: 'invitation.send', isRefusal: true });
  throw new PresskitError('forbidden', 'Only administrators invite to the site');
}

async function mustNotFlood(by: User, email: string): Promise<void> {
  const tries = [
    await attempt(`invitations ${by.id}`, { tries: PER_DAY, seconds: 86_400 }),
    await attemptOf('mailInvitation', accountKey(email)),
  ];
  const retryAfter = Math.max(...tries.map((one) => one.retryAfter));
  if (retryAfter > 0)
    throw new PresskitError(
      'invalid',
      `Too many mails went out for now; please wait ${waiting(retryAfter)}. Nothing was sent.`,
    );
}

/** An invitation that can still be sent again or taken back, if that is the person's to do. Throws 'not_found'. */
async function pending(by: User, id: number): Promise<Invitation> {
  const [row] = await found().where(
    and(eq(invitations.id, id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)),
  );
  const gone = new PresskitError('not_found', 'This invitation is not open any more; nothing was changed');
  if (!row) throw gone;
  await mayInvite(by, row.newsroomId);
  if (row.newsroomId !== null && row.newsroom === null) throw gone;
  return invitationOfRow(row);
}

async function isMember(newsroomId: number, email: string): Promise<boolean> {
  const [row] = await db()
    .select({ id: newsroomMembers.id })
    .from(newsroomMembers)
    .innerJoin(users, eq(users.id, newsroomMembers.userId))
    .where(and(eq(newsroomMembers.newsroomId, newsroomId), sql`lower(${users.email}) = lower(${email})`));
  return row !== undefined;
}

const revokeOpen = (newsroomId: number | null, email: string) =>
  db()
    .update(invitations)
    .set({ revokedAt: now() })
    .where(
      and(
        newsroomId === null ? isNull(invitations.newsroomId) : eq(invitations.newsroomId, newsroomId),
        sql`lower(${invitations.email}) = lower(${email})`,
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
      ),
    );

const found = () =>
  db()
    .select({
      id: invitations.id,
      email: invitations.email,
      newsroomId: invitations.newsroomId,
      newsroom: { id: newsrooms.id, slug: newsrooms.slug, name: newsrooms.name },
      role: invitations.role,
      invitedBy: users.name,
      inviter: { role: users.role, deactivatedAt: users.deactivatedAt, here: newsroomMembers.role },
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
      acceptedAt: invitations.acceptedAt,
      revokedAt: invitations.revokedAt,
    })
    .from(invitations)
    .leftJoin(newsrooms, eq(newsrooms.id, invitations.newsroomId))
    .leftJoin(users, eq(users.id, invitations.invitedBy))
    .leftJoin(
      newsroomMembers,
      and(
        eq(newsroomMembers.newsroomId, invitations.newsroomId),
        eq(newsroomMembers.userId, invitations.invitedBy),
      ),
    );

type Row = Awaited<ReturnType<typeof found>>[number];

function invitationOfRow({ acceptedAt, revokedAt, newsroomId, inviter, ...row }: Row): Invitation {
  const state = acceptedAt
    ? 'accepted'
    : revokedAt
      ? 'revoked'
      : row.expiresAt.getTime() <= now().getTime()
        ? 'expired'
        : mayStill(inviter, newsroomId)
          ? 'open'
          : 'void';
  return { ...row, state };
}

/** Else somebody who is to be removed could come back by an invitation of their own. */
function mayStill({ role, deactivatedAt, here }: Row['inviter'], newsroomId: number | null): boolean {
  if (!role || deactivatedAt) return false;
  return newsroomId === null ? role === 'admin' : allows(role, here, 'members');
}

const noted = (actorId: number, action: string, { newsroom, email, role, id }: Invitation) =>
  record({
    actorId,
    action,
    type: 'newsroom',
    objectId: newsroom?.id,
    detail: { invitation: id, email, role },
  });
