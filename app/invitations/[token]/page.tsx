import Link from 'next/link';
import { redirect } from 'next/navigation';
import { type Invitation, invitationOf, roleInWords, whyNot } from '@/lib/auth/invitations';
import { signUpMode } from '@/lib/auth/sign-up';
import { userByEmail } from '@/lib/auth/users';
import { ownOrigins } from '@/lib/origins';
import { Field, Form, Submit } from '../../_components/Form';
import { NewPasswordField } from '../../_components/NewPasswordField';
import { SignOut } from '../../_components/SignOut';
import { domain } from '../../_site/domain';
import { day } from '../../_site/format';
import { personal } from '../../_site/personal';
import { currentUser } from '../../_site/who';
import { accept, signUp } from './actions';

export const metadata = personal('Invitation');

/**
 * Opening it changes nothing: programs that look through mail open every link. At another domain than SITE_URL, where links
 * of former times lead, whoever is not signed in there goes on to SITE_URL: there they are, or will be.
 */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [main] = ownOrigins();
  if ((await domain()) !== main && !(await currentUser()))
    redirect(new URL(`/invitations/${encodeURIComponent(token)}`, main).href);
  const invitation = await invitationOf(token);
  return (
    <div className="wrap narrow">
      <h1>{invitation?.newsroom ? `Invitation to ${invitation.newsroom.name}` : 'Invitation'}</h1>
      {invitation?.state === 'open' ? (
        <Open token={token} invitation={invitation} />
      ) : (
        <>
          <p className="form-message form-message-bad" role="alert">
            {whyNot(invitation?.state)}
          </p>
          <p>
            <Link href="/author" prefetch={false}>
              Your releases
            </Link>
          </p>
        </>
      )}
    </div>
  );
}

async function Open({ token, invitation }: { token: string; invitation: Invitation }) {
  const { email, role, newsroom, invitedBy, expiresAt } = invitation;
  const user = await currentUser();
  const intro = (
    <p>
      {invitedBy ?? 'Somebody'} invites {email}
      {role && newsroom && ` to be ${role} of ${newsroom.name}`}. {role && roleInWords(role)} The invitation
      is good until {day(expiresAt)}.
    </p>
  );
  if (user && user.email.toLowerCase() === email.toLowerCase())
    return (
      <>
        {intro}
        <Form action={accept} hidden={{ token }} label="Accept the invitation">
          <Submit>Accept</Submit>
        </Form>
      </>
    );
  if (user)
    return (
      <>
        {intro}
        <p className="form-message form-message-bad" role="alert">
          It was sent to <strong>{email}</strong>, and you are signed in as <strong>{user.email}</strong>. It
          cannot be accepted with another address: sign out and open its link again, or ask for an invitation
          to your own address.
        </p>
        <SignOut className="button button-quiet" />
      </>
    );
  if (await userByEmail(email))
    return (
      <>
        {intro}
        <p>There is an account with this address: sign in, and you come back here to accept.</p>
        <p>
          <a className="button" href={`/sign-in?next=${encodeURIComponent(`/invitations/${token}`)}`}>
            Sign in
          </a>
        </p>
      </>
    );
  if (signUpMode() === 'closed')
    return (
      <>
        {intro}
        <p className="form-message form-message-bad">
          This site takes no new accounts, so only somebody who has one with this address can accept.
        </p>
      </>
    );
  return (
    <>
      {intro}
      <Form action={signUp} hidden={{ token }} label="Make an account and accept">
        <input type="hidden" autoComplete="username" defaultValue={email} />
        <Field name="name" label="Your name" autoComplete="name" maxLength={120} required />
        <NewPasswordField />
        <Submit>Make an account and accept</Submit>
      </Form>
    </>
  );
}
