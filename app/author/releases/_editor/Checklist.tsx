import type { CheckItem } from './types';

/** What stands against publishing, and what could be better; each leads to its field. */
export function Checklist({ items }: { items: CheckItem[] }) {
  const musts = items.filter(({ level }) => level === 'must');
  const shoulds = items.filter(({ level }) => level === 'should');
  return (
    <section className="checklist" aria-labelledby="checklist">
      <h2 id="checklist">Before it goes out</h2>
      {items.length === 0 && <p>Nothing is missing.</p>}
      <Items title="Must be done" items={musts} />
      <Items title="Would be better" items={shoulds} />
    </section>
  );
}

function Items({ title, items }: { title: string; items: CheckItem[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {items.map(({ message, field, level }) => (
          <li key={message} className={`check-${level}`}>
            <a href={`#field-${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
