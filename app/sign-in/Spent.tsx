/** What stands above the form to ask for another link. */
export function Spent() {
  return (
    <p className="form-message form-message-bad" role="alert">
      This link has been used or is too old. Ask for a new one here.
    </p>
  );
}
