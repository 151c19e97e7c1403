import type { Contact } from '@/lib/content/releases';

/** People to ask, as h-card-like blocks with links to write and call. */
export function Contacts({ contacts }: { contacts: Contact[] }) {
  if (contacts.length === 0) return null;
  return (
    <section className="contacts" aria-labelledby="contacts">
      <h2 id="contacts">Press contact{contacts.length === 1 ? '' : 's'}</h2>
      <ul>
        {contacts.map((contact) => (
          <li key={`${contact.name} ${contact.email ?? contact.phone ?? ''}`}>
            <address>
              <strong>{contact.name}</strong>
              {contact.role && <span>{contact.role}</span>}
              {contact.email && <a href={`mailto:${contact.email}`}>{contact.email}</a>}
              {contact.phone && <a href={`tel:${contact.phone.replace(/[^+\d]/g, '')}`}>{contact.phone}</a>}
            </address>
          </li>
        ))}
      </ul>
    </section>
  );
}
