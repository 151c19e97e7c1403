import '../../newsrooms.css';
import Link from 'next/link';
import { invitationsTo, mayDo } from '@/lib/auth/invitations';
import { type Member, memberRoles, members } from '@/lib/auth/members';
import { newsroomSettings } from '@/lib/content/newsroom-settings';
import { canSendMail } from '@/lib/mail/settings';
import { Field, Form, Select, Submit } from '../../../../_components/Form';
import { NoMail } from '../../../../_components/NoMail';
import { Said } from '../../../../_components/Said';
import { day } from '../../../../_site/format';
import { personal } from '../../../../_site/personal';
import { idOf, type Query, text } from '../../../../_site/requests';
import { NewsroomTabs } from '../../NewsroomTabs';
import { Refusal } from '../../Refusal';
import { theirs } from '../../theirs';
import { changeRole, inviteMember, remove, resend, revoke } from './actions';

export const metadata = personal('Members');

const done: Record<string, string> = {
  invited: 'The invitation is on its way by mail. It is good for seven days.',
  resent: 'The invitation is on its way again, with a new link; the old one is worth nothing any more.',
  revoked: 'The invitation is taken back; its link says so.',
  role: 'The role is changed, and holds from now on.',
  removed: 'The person is no longer a member.',
};

export default async function Members(props: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}) {
  const page = await theirs((await props.params).id, async (user, id) => ({
    room: await newsroomSettings(user, id),
    people: await members(user, id),
    invitations: await invitationsTo(user, id),
  }));
  if ('refusal' in page) return <Refusal sentence={page.refusal} />;
  const { user, id, found } = page;
  const query = await props.searchParams;
  const leaving = found.people.find(({ userId }) => userId === idOf(text(query, 'remove')));
  return (
    <div className="wrap" key={text(query, 'at')}>
      <header className="page-head">
        <h1>Members of {found.room.name}</h1>
      </header>
      <NewsroomTabs user={user} id={id} at="members" />
      {done[text(query, 'done')] && <Said>{done[text(query, 'done')]}</Said>}
      {leaving && <Confirm id={id} person={leaving} isSelf={leaving.userId === user.id} />}
      <ul className="people" aria-label="Members">
        {found.people.map((person) => (
          <li key={person.userId}>
            <div className="people-who">
              <strong>
                {person.name}
                {person.userId === user.id && ' (you)'}
              </strong>
              <span className="people-about">
                {person.email}, since {day(person.since)}
                {person.isDeactivated && ', cannot sign in at present'}
              </span>
            </div>
            <div className="people-do">
              <Form action={changeRole} hidden={{ id, user: person.userId }} label={`Role of ${person.name}`}>
                <Select
                  name="role"
                  label={<span className="hidden">Role of {person.name}</span>}
                  defaultValue={person.role}
                >
                  {memberRoles.map((role) => (
                    <option key={role}>{role}</option>
                  ))}
                </Select>
                <Submit kind="quiet">
                  Change<span className="hidden"> the role of {person.name}</span>
                </Submit>
              </Form>
              <Link href={`?remove=${person.userId}`} prefetch={false}>
                {person.userId === user.id ? 'Leave' : 'Remove'}
                <span className="hidden"> {person.name}</span>
              </Link>
            </div>
          </li>
        ))}
      </ul>
      <section className="newsroom-part">
        <h2>Invite somebody</h2>
        {canSendMail() ? (
          <Form action={inviteMember} hidden={{ id }} label="Invite somebody">
            <Field
              name="email"
              label="E-mail address"
              hint="The invitation is mailed there, and can be accepted with this address only."
              type="email"
              autoComplete="off"
              required
            />
            <Select
              name="role"
              label="Role"
              defaultValue="editor"
              hint={`An owner ${mayDo.owner}; an editor ${mayDo.editor}; an analyst ${mayDo.analyst}.`}
            >
              {memberRoles.map((role) => (
                <option key={role}>{role}</option>
              ))}
            </Select>
            <Submit>Invite</Submit>
          </Form>
        ) : (
          <NoMail />
        )}
      </section>
      {found.invitations.length > 0 && (
        <section className="newsroom-part">
          <h2>Invitations</h2>
          <ul className="people" aria-label="Invitations">
            {found.invitations.map((one) => (
              <li key={one.id}>
                <div className="people-who">
                  <strong>{one.email}</strong>
                  <span className="people-about">
                    as {one.role}, invited by {one.invitedBy ?? 'somebody who is gone'};{' '}
                    {one.state === 'void'
                      ? 'worth nothing: whoever sent it may not invite any more'
                      : `${one.state === 'expired' ? 'not accepted by' : 'good until'} ${day(one.expiresAt)}`}
                  </span>
                </div>
                <div className="people-do">
                  <Form
                    action={resend}
                    hidden={{ id, invitation: one.id }}
                    label={`Send again to ${one.email}`}
                  >
                    <Submit kind="quiet">
                      Send again<span className="hidden"> to {one.email}</span>
                    </Submit>
                  </Form>
                  <Form
                    action={revoke}
                    hidden={{ id, invitation: one.id }}
                    label={`Take back from ${one.email}`}
                  >
                    <Submit kind="quiet">
                      Take back<span className="hidden"> the invitation of {one.email}</span>
                    </Submit>
                  </Form>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** The question before somebody is removed: a page of its own state, so that it needs no script. */
function Confirm({ id, person, isSelf }: { id: number; person: Member; isSelf: boolean }) {
  return (
    <section className="form-message newsroom-confirm" aria-labelledby="remove">
      <h2 id="remove">{isSelf ? 'Leave this newsroom?' : `Remove ${person.name}?`}</h2>
      <p>
        {isSelf ? 'You' : person.name} will no longer see or change anything of this newsroom. What was
        written stays.
      </p>
      <Form action={remove} hidden={{ id, user: person.userId }} label="Remove a member">
        <div className="form-buttons">
          <Submit kind="danger">{isSelf ? 'Leave' : `Remove ${person.name}`}</Submit>
          <Link href={`/author/newsrooms/${id}/members`} prefetch={false}>
            Cancel
          </Link>
        </div>
      </Form>
    </section>
  );
}
