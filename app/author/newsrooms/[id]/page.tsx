import '../newsrooms.css';
import { newestRelease, newsroomSettings } from '@/lib/content/newsroom-settings';
import { limitOf } from '@/lib/content/uploads';
import { Checkbox, Field, Form, Submit, TextArea } from '../../../_components/Form';
import { PeerLink } from '../../../_components/PeerLink';
import { Logo } from '../../../_components/Picture';
import { Said } from '../../../_components/Said';
import { bareUrl } from '../../../_site/format';
import { personal } from '../../../_site/personal';
import { type Query, text } from '../../../_site/requests';
import { NewsroomTabs } from '../NewsroomTabs';
import { Refusal } from '../Refusal';
import { theirs } from '../theirs';
import { saveSettings, takeLogoAway } from './actions';
import { CounterSnippets } from './CounterSnippets';

export const metadata = personal('Newsroom settings');

export default async function Settings(props: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Query>;
}) {
  const page = await theirs((await props.params).id, newsroomSettings);
  if ('refusal' in page) return <Refusal sentence={page.refusal} />;
  const { found: room, id, user } = page;
  const query = await props.searchParams;
  const done = said[text(query, 'done')];
  const example = room.publicCounter ? await newestRelease(id) : null;
  // Two empty ones to fill in: without JavaScript nothing can be added.
  const contacts = [...room.contacts, null, null].slice(0, 20);
  return (
    <div className="wrap" key={text(query, 'at')}>
      <header className="page-head">
        <h1>{room.name}</h1>
        <p>
          What readers see at <a href={room.url}>its page</a>, and what releases take from it.
        </p>
        {room.domain && (
          <p>
            It has a domain of its own: <PeerLink href={`${room.domain}/`}>{bareUrl(room.domain)}</PeerLink>.
            Whoever runs this site gives it one and takes it away.
          </p>
        )}
      </header>
      <NewsroomTabs user={user} id={id} at="settings" />
      {done && <Said>{done}</Said>}
      <section className="newsroom-part">
        <Form action={saveSettings} hidden={{ id }} className="form-wide" label="Newsroom settings">
          <Field name="name" label="Name" defaultValue={room.name} maxLength={200} required />
          <TextArea name="description" label="Description" defaultValue={room.description} rows={3} />
          <Field
            name="website"
            label="Website"
            type="url"
            placeholder="https://"
            defaultValue={room.website ?? ''}
          />
          <TextArea
            name="boilerplate"
            label="Boilerplate"
            hint="The paragraph about you beneath each release, unless a release has its own."
            defaultValue={room.boilerplate}
            rows={6}
          />
          {contacts.map((contact, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a contact is nothing but its place in the form
            <fieldset className="contact-fields" key={n}>
              <legend>
                {contact ? `Press contact ${n + 1} (to remove it, empty its name)` : 'Another press contact'}
              </legend>
              <Field name={`contacts.${n}.name`} label="Name" defaultValue={contact?.name} />
              {contact && <input type="hidden" name={`contacts.${n}.known`} value="1" />}
              <Field name={`contacts.${n}.role`} label="Role" defaultValue={contact?.role} />
              <Field
                name={`contacts.${n}.email`}
                label="E-mail address"
                type="email"
                defaultValue={contact?.email}
              />
              <Field name={`contacts.${n}.phone`} label="Phone" type="tel" defaultValue={contact?.phone} />
            </fieldset>
          ))}
          <Checkbox
            name="publicCounter"
            label="Public counter: anybody may embed the hits of your releases elsewhere"
            defaultChecked={room.publicCounter}
          />
          <Submit>Save</Submit>
        </Form>
      </section>
      <section className="newsroom-part" aria-labelledby="logo">
        <h2 id="logo">Logo</h2>
        <div className="newsroom-logo">
          <Logo name={room.name} logo={room.logo} size="large" />
          <p>
            {room.logo
              ? 'Readers see it at the top of each release and on your page. Another one takes its place.'
              : 'There is none yet. Readers see it at the top of each release and on your page.'}
          </p>
        </div>
        <form
          method="post"
          action={`/api/uploads?newsroom=${id}`}
          encType="multipart/form-data"
          className="form"
          aria-label="Logo"
        >
          <Field
            type="file"
            name="file"
            label="Picture"
            accept="image/*"
            hint={`A PNG, SVG, JPEG, WebP, AVIF, GIF or TIFF file of up to ${mostOfLogo()} MB. It stands on white, so it may be transparent.`}
            required
          />
          <div className="form-buttons">
            <button type="submit" className="button button-quiet">
              {room.logo ? 'Replace the logo' : 'Add the logo'}
            </button>
          </div>
        </form>
        {room.logo && (
          <Form action={takeLogoAway} hidden={{ id }} label="Remove the logo">
            <div className="form-buttons">
              <Submit kind="quiet">Remove the logo</Submit>
            </div>
          </Form>
        )}
      </section>
      {room.publicCounter && <CounterSnippets example={example} />}
    </div>
  );
}

const said: Record<string, string> = {
  saved: 'The settings are saved, and readers see them now.',
  logo: 'The logo is saved, and readers see it now.',
  'logo-removed': 'The logo is removed, and readers see none. Whoever runs this site can bring it back.',
};

/** In megabytes. No upload is larger than the largest file of all. */
const mostOfLogo = () => Math.min(limitOf('logo'), limitOf('attachment')) / 1024 ** 2;
