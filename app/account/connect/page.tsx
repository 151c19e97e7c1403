import { providers } from '@/lib/auth/oauth-requests';
import { Form, Submit } from '../../_components/Form';
import { keptConnection } from '../../_site/connection-cookie';
import { personal } from '../../_site/personal';
import { requireUser } from '../../_site/who';
import { connectAccounts } from '../actions';
import { Confirmation } from '../Confirmation';
import { neededConfirmation } from '../session';

export const metadata = personal('Connect an account');

/** For whoever came from a provider, and has signed in here since. */
export default async function ConnectPage() {
  const user = await requireUser();
  const [connection, needed] = await Promise.all([keptConnection(), neededConfirmation()]);
  const name = providers().find(({ id }) => id === connection?.provider)?.name;
  if (!connection || !name)
    return (
      <>
        <h1>Connect an account</h1>
        <p>
          There is nothing to connect, or it was too long ago. Press the other site’s button on the sign-in
          page once more.
        </p>
      </>
    );
  return (
    <>
      <h1>Connect with {name}</h1>
      <p>
        {name} says that you are <strong>{connection.email}</strong>. Connect the two, and {name} signs you in
        here as {user.name} from then on. You can undo it under “Password and devices”.
      </p>
      <Form action={connectAccounts} label={`Connect with ${name}`}>
        <Confirmation needed={needed} next="/account/connect" />
        <Submit>Connect</Submit>
      </Form>
    </>
  );
}
