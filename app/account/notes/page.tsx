import { Fragment } from 'react';
import { notePreferences } from '@/lib/hits/notes/preferences';
import { canSendMail } from '@/lib/mail/settings';
import { Checkbox, Form, Select, Submit } from '../../_components/Form';
import { NoMail } from '../../_components/NoMail';
import { Said } from '../../_components/Said';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { requireUser } from '../../_site/who';
import { saveNotes } from './actions';

export const metadata = personal('Mails about your numbers');

export default async function Notes({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const user = await requireUser();
  const wanted = await notePreferences(user.id);
  return (
    <Fragment key={text(query, 'at')}>
      <h1>Mails about your numbers</h1>
      {text(query, 'done') === 'saved' && <Said>Saved.</Said>}
      <section aria-label="What is sent">
        <p>
          They go to <strong>{user.email}</strong>, and each has a link that ends its kind with one click.
        </p>
        {!canSendMail() && <NoMail />}
        <Form action={saveNotes}>
          <Select
            name="digest"
            label="Digest"
            hint="What was read in your newsrooms, how that has changed, and where readers came from."
            defaultValue={wanted.digest}
          >
            <option value="none">None</option>
            <option value="weekly">Each week, on Monday</option>
            <option value="monthly">Each month, on the first</option>
          </Select>
          <Checkbox
            name="takeOffNotes"
            label="A note when a release takes off"
            hint="With three times the usual hits of your newsroom’s releases in its first 24 hours, or on a later day with five times its own usual; for newsrooms that you are a member of, and at most once in four weeks for a release."
            defaultChecked={wanted.takeOffNotes}
          />
          <Submit>Save</Submit>
        </Form>
      </section>
    </Fragment>
  );
}
