import { currentName, siteTimeZone, timeZones, zoneLabel } from '@/lib/content/zoned-time';
import { canSendMail } from '@/lib/mail/settings';
import { Field, Form, Select, Submit } from '../_components/Form';
import { NoMail } from '../_components/NoMail';
import { SitesToGoTo } from '../_components/SitesToGoTo';
import { personal } from '../_site/personal';
import { requireUser } from '../_site/who';
import { changeEmail, saveProfile } from './actions';
import { Confirmation } from './Confirmation';
import { neededConfirmation } from './session';

export const metadata = personal('Your account');

export default async function ProfilePage() {
  const user = await requireUser();
  const needed = await neededConfirmation();
  // A zone has several names, and the person's may be another one than the list's.
  const own = user.timeZone && currentName(user.timeZone);
  const zones = new Set([...timeZones(), ...(own ? [own] : [])]);
  return (
    <>
      <h1>Your account</h1>
      <section aria-labelledby="profile">
        <h2 id="profile">Profile</h2>
        <Form action={saveProfile}>
          <Field
            name="name"
            label="Name"
            hint="Your colleagues see it."
            autoComplete="name"
            defaultValue={user.name}
            maxLength={120}
            required
          />
          <Select
            name="timeZone"
            label="Time zone"
            hint="In which you plan when something is published."
            defaultValue={own ?? ''}
          >
            <option value="">That of the site ({zoneLabel(siteTimeZone())})</option>
            {[...zones].map((name) => (
              <option key={name} value={name}>
                {zoneLabel(name)}
              </option>
            ))}
          </Select>
          <Submit>Save</Submit>
        </Form>
      </section>
      <section aria-labelledby="email">
        <h2 id="email">E-mail address</h2>
        <p>
          You sign in with <strong>{user.email}</strong>, and mail goes there. To change it, open the link
          that comes to the new address.
        </p>
        {canSendMail() ? (
          <Form action={changeEmail}>
            <Field name="email" label="New address" type="email" autoComplete="email" required />
            <Confirmation needed={needed} next="/account" />
            <Submit>Change the address</Submit>
          </Form>
        ) : (
          <NoMail />
        )}
      </section>
      <SitesToGoTo />
    </>
  );
}
