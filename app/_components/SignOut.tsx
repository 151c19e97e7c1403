import { signOutAction } from '../sign-out/actions';

/** Signing out changes something, so it is a form and not a link. */
export function SignOut({ className = 'text-button' }: { className?: string }) {
  return (
    <form action={signOutAction}>
      <button className={className} type="submit">
        Sign out
      </button>
    </form>
  );
}
