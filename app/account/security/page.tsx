import { Fragment } from 'react';
import { deviceOf, methodInWords } from '@/lib/auth/devices';
import { identitiesOf } from '@/lib/auth/identities';
import { providers } from '@/lib/auth/oauth-requests';
import { hasPassword } from '@/lib/auth/passwords';
import { listSessions } from '@/lib/auth/sessions';
import { Field, Form, Submit } from '../../_components/Form';
import { NewPasswordField } from '../../_components/NewPasswordField';
import { Said } from '../../_components/Said';
import { UsernameField } from '../../_components/UsernameField';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { disconnect, endEverywhere, endOne, endOthers, saveNewPassword } from '../actions';
import { Confirmation } from '../Confirmation';
import { neededConfirmation, requireSession } from '../session';

export const metadata = personal('Password and devices');

const done: Record<string, string> = {
  ended: 'That device is signed out.',
  others: 'All other devices are signed out.',
  connected: 'The two accounts are connected.',
  disconnected: 'It does not sign you in any more.',
};

export default async function SecurityPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const { user, session } = await requireSession();
  const [isSet, sessions, identities, needed] = await Promise.all([
    hasPassword(user.id),
    listSessions(user.id),
    identitiesOf(user.id),
    neededConfirmation(),
  ]);
  const names = new Map(providers().map(({ id, name }) => [id as string, name]));
  const said = done[text(query, 'done')];
  const when = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: user.timeZone ?? undefined,
  });
  return (
    <Fragment key={text(query, 'at')}>
      <h1>Password and devices</h1>
      {said && <Said>{said}</Said>}
      <section aria-labelledby="password">
        <h2 id="password">Password</h2>
        {!isSet && <p>You have none: you sign in with a link by mail or with another site.</p>}
        <Form action={saveNewPassword}>
          <UsernameField email={user.email} />
          {isSet ? (
            <Field
              name="password"
              label="Current password"
              type="password"
              autoComplete="current-password"
              required
            />
          ) : (
            <Confirmation needed={needed} next="/account/security" />
          )}
          <NewPasswordField
            name="newPassword"
            label="New password"
            more=". All other devices will be signed out."
          />
          <Submit>{isSet ? 'Change the password' : 'Set a password'}</Submit>
        </Form>
      </section>
      <section aria-labelledby="devices">
        <h2 id="devices">Where you are signed in</h2>
        <ul className="devices">
          {sessions.map((one) => (
            <li key={one.id}>
              <div>
                <p>
                  <strong>{deviceOf(one.userAgent)}</strong>
                  {one.id === session.id && <span className="badge">this device</span>}
                </p>
                <p className="field-hint">
                  Signed in {when.format(one.createdAt)} {methodInWords(one.method, names)}, last seen{' '}
                  {when.format(one.seenAt)}
                  {one.address && `, from ${one.address}`}
                </p>
              </div>
              <Form action={endOne} hidden={{ id: one.id }} label={`Sign out ${deviceOf(one.userAgent)}`}>
                <Submit kind="quiet">Sign out</Submit>
              </Form>
            </li>
          ))}
        </ul>
        <div className="form-buttons">
          {sessions.length > 1 && (
            <Form action={endOthers} label="Sign out other devices">
              <Submit kind="quiet">Sign out all other devices</Submit>
            </Form>
          )}
          <Form action={endEverywhere} label="Sign out everywhere">
            <Submit kind="quiet">Sign out everywhere</Submit>
          </Form>
        </div>
      </section>
      {identities.length > 0 && (
        <section aria-labelledby="identities">
          <h2 id="identities">Other sites that sign you in</h2>
          <ul className="devices">
            {identities.map(({ provider, createdAt }) => (
              <li key={provider}>
                <p>
                  <strong>{names.get(provider) ?? provider}</strong>{' '}
                  <span className="field-hint">since {when.format(createdAt)}</span>
                </p>
                <Form action={disconnect} hidden={{ provider }} label={`Disconnect ${provider}`}>
                  <Submit kind="quiet">Disconnect</Submit>
                </Form>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Fragment>
  );
}
