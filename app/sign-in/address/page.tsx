import Link from 'next/link';
import { emailChangeOf } from '@/lib/auth/email-change';
import { Form, Submit } from '../../_components/Form';
import { personal } from '../../_site/personal';
import { type Query, text } from '../../_site/requests';
import { currentUser } from '../../_site/who';
import { confirmAddress } from '../actions';

export const metadata = personal('A new address');

/** Outside /account: the mail may be opened where nobody is signed in, and is told so. */
export default async function AddressPage({ searchParams }: { searchParams: Promise<Query> }) {
  const asked = await searchParams;
  const token = text(asked, 'token');
  const change = await emailChangeOf(token);
  const isTheirs = change !== null && (await currentUser())?.id === change.user.id;
  return (
    <div className="wrap narrow">
      <h1>Use a new address</h1>
      {text(asked, 'done') === 'yes' ? (
        <p className="form-message form-message-ok">
          Done. From now on the new address signs in to <Link href="/account">your account</Link>, and mail
          goes there.
        </p>
      ) : change && !isTheirs ? (
        <p className="form-message">
          Only who has asked for it may change the address. <Link href="/sign-in">Sign in</Link> as them in
          this browser, then open the link in the mail again. If it was not you, you need not do anything.
        </p>
      ) : change ? (
        <Form action={confirmAddress} hidden={{ token }}>
          <p>
            <strong>{change.user.name}</strong> will have the address <strong>{change.email}</strong>.
          </p>
          <Submit>Use this address</Submit>
        </Form>
      ) : (
        <p className="form-message">
          This link has been used or is too old. <Link href="/account">Your account</Link> says which address
          it has, and takes a new one.
        </p>
      )}
    </div>
  );
}
