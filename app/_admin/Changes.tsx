import { Scroll } from '../_statistics/Scroll';

/** Two states side by side, field by field. */
export function Changes({
  caption,
  heads,
  rows,
}: {
  caption: string;
  heads: [string, string];
  rows: { name: string; label: string; one: string | null; two: string | null }[];
}) {
  return (
    <Scroll label={caption}>
      <table className="admin-table admin-both">
        <caption className="hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">{heads[0]}</th>
            <th scope="col">{heads[1]}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, label, one, two }) => (
            <tr key={name}>
              <th scope="row">{label}</th>
              <td>
                <Value text={one} />
              </td>
              <td>
                <Value text={two} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** A value of a field; a long one opens. */
export function Value({ text }: { text: string | null }) {
  if (text === null || text === '') return <span className="quiet-count">empty</span>;
  if (text.length <= 300) return text;
  return (
    <details>
      <summary>{text.slice(0, 200).toWellFormed()}…</summary>
      {text}
    </details>
  );
}
