'use client';

import { useEffect, useRef, useState } from 'react';
import type { Contact } from '@/lib/content/releases';
import { Choice, Line } from './Fields';
import type { Newsroom } from './types';

type Props = { contacts: Contact[] | null; newsroom: Newsroom; isEnhanced: boolean; onChange: () => void };
type Row = { key: number; contact: Contact };

const nobody: Contact = { name: '' };

/** Whom the press can ask. Without JavaScript there are always two empty rows to fill. */
export function ContactsField({ contacts, newsroom, isEnhanced, onChange }: Props) {
  const next = useRef(0);
  const rowOf = (contact: Contact): Row => ({ key: next.current++, contact });
  const [rows, setRows] = useState<Row[]>(() => [...(contacts ?? []), nobody, nobody].map(rowOf));
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<'last' | 'button' | null>(null);
  const add = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // With JavaScript a row is there when somebody asks for it.
    if (isEnhanced)
      setRows((all) => all.filter(({ contact }, i) => contact.name !== '' || hasText(list.current, i)));
  }, [isEnhanced]);
  useEffect(() => {
    if (focus.current === 'last')
      list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
    else if (focus.current === 'button') add.current?.focus();
    if (focus.current && rows) onChange();
    focus.current = null;
  }, [rows, onChange]);

  return (
    <fieldset className="own-or-newsroom">
      <legend>Contacts</legend>
      <Choice name="contactsOf" isOwn={contacts !== null} newsroom={newsroom.name}>
        <ol ref={list} className="contact-rows">
          {rows.map(({ key, contact }, i) => (
            <li key={key}>
              <fieldset className="contact-row">
                <legend>Contact {i + 1}</legend>
                <Line name="contact-name" label="Name" value={contact.name} max={200} />
                <Line name="contact-role" label="Role" value={contact.role ?? ''} max={200} />
                <Line
                  name="contact-email"
                  label="E-mail"
                  value={contact.email ?? ''}
                  max={200}
                  type="email"
                />
                <Line
                  name="contact-phone"
                  label="Telephone"
                  value={contact.phone ?? ''}
                  max={60}
                  type="tel"
                />
                {isEnhanced && (
                  <button
                    type="button"
                    className="quiet-button"
                    onClick={() => {
                      focus.current = 'button';
                      setRows(rows.filter((row) => row.key !== key));
                    }}
                  >
                    Remove<span className="hidden"> contact {i + 1}</span>
                  </button>
                )}
              </fieldset>
            </li>
          ))}
        </ol>
        {isEnhanced && (
          <button
            type="button"
            className="quiet-button"
            ref={add}
            onClick={() => {
              focus.current = 'last';
              setRows([...rows, rowOf(nobody)]);
            }}
          >
            Add a contact
          </button>
        )}
      </Choice>
      <ul className="of-newsroom">
        {newsroom.contacts.map(({ name, email, phone }) => (
          <li key={`${name} ${email}`}>{[name, email, phone].filter(Boolean).join(', ')}</li>
        ))}
        {newsroom.contacts.length === 0 && <li>{newsroom.name} names nobody yet.</li>}
      </ul>
    </fieldset>
  );
}

/** Somebody may have typed before the page's scripts were there. */
const hasText = (list: HTMLElement | null, i: number) =>
  [...(list?.children[i]?.querySelectorAll('input') ?? [])].some(({ value }) => value !== '');
