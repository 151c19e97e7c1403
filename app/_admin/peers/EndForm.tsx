import { Form, Submit } from '../../_components/Form';
import { endAllSessions } from '../../admin/peer-actions';

/** The end of all sessions of a person, beneath what it ends. */
export function EndForm({ id, name }: { id: number; name: string }) {
  return (
    <section aria-labelledby="end" className="admin-end">
      <h2 id="end">End all of them?</h2>
      <p>
        {name} is signed out on every device and every domain of this site at once; the peers they went to are
        told, and told again until they have heard. They may sign in again: to keep them out, fill in
        “Deactivated” in their record.
      </p>
      <Form action={endAllSessions} hidden={{ id }} label="End all sessions">
        <Submit kind="danger">End all sessions of this person</Submit>
      </Form>
    </section>
  );
}
