import { onlyOwnedBy } from '@/lib/auth/deletion';
import { Checkbox, Form, Submit } from '../../_components/Form';
import { personal } from '../../_site/personal';
import { requireUser } from '../../_site/who';
import { deleteMyAccount } from '../actions';
import { Confirmation } from '../Confirmation';
import { neededConfirmation } from '../session';

export const metadata = personal('Delete your account');

export default async function DeletePage() {
  const user = await requireUser();
  const [needed, orphans] = await Promise.all([neededConfirmation(), onlyOwnedBy(user)]);
  return (
    <>
      <h1>Delete your account</h1>
      <ul className="account-facts">
        <li>You are signed out on all devices, and cannot sign in any more.</li>
        <li>You leave your newsrooms. What you wrote belongs to them and stays, also what is published.</li>
        <li>Your API tokens stop working.</li>
        <li>For a while, whoever runs this site can bring the account back if you ask.</li>
      </ul>
      {orphans.length > 0 && (
        <p className="form-message form-message-bad">
          Nobody else owns {orphans.map(({ name }) => name).join(', ')}. Make somebody an owner first, or an
          administrator will have to.
        </p>
      )}
      <Form action={deleteMyAccount}>
        <Checkbox name="sure" value="yes" label={`Delete the account of ${user.email}`} required />
        <Confirmation needed={needed} next="/account/delete" />
        <Submit kind="danger">Delete my account</Submit>
      </Form>
    </>
  );
}
