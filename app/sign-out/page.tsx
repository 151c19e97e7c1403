import { SignOut } from '../_components/SignOut';
import { personal } from '../_site/personal';

export const metadata = personal('Sign out');

export default function SignOutPage() {
  return (
    <div className="wrap narrow">
      <h1>Sign out</h1>
      <p>You can sign in again at any time.</p>
      <SignOut className="button" />
    </div>
  );
}
