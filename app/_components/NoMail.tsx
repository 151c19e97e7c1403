/** In place of a form whose answer would come by mail. */
export function NoMail() {
  return (
    <p className="form-message">This site sends no mail, so this does not work here. Ask whoever runs it.</p>
  );
}
