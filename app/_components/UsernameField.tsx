/** For password managers, which save a new password together with whose it is; nobody sees it and it is not sent. */
export function UsernameField({ email }: { email: string }) {
  return (
    <input
      className="hidden"
      type="text"
      autoComplete="username"
      defaultValue={email}
      readOnly
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
