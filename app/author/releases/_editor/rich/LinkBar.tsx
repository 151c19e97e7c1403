'use client';

import type { Editor } from '@tiptap/react';
import { useEffect, useId, useRef, useState } from 'react';

/** Asks for the target of the selected words. */
export function LinkBar({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [href, setHref] = useState<string>(editor.getAttributes('link').href ?? '');
  const [problem, setProblem] = useState('');
  const wasLink = editor.isActive('link');
  useEffect(() => field.current?.focus(), []);

  const close = () => {
    onDone();
    editor.commands.focus();
  };
  const set = () => {
    const target = targetOf(href);
    if (!target) {
      setProblem('A link leads to a web address, such as https://example.org, or to an e-mail address.');
      field.current?.focus();
      return;
    }
    const { empty } = editor.state.selection;
    const chain = editor.chain().focus().extendMarkRange('link');
    if (empty && !wasLink) {
      const text = href.trim().replace(/^mailto:/i, '');
      const { storedMarks, selection } = editor.state;
      const marks = (storedMarks ?? selection.$from.marks()).map((mark) => mark.toJSON());
      chain
        .insertContent({ type: 'text', text, marks: [...marks, { type: 'link', attrs: { href: target } }] })
        .run();
    } else chain.setLink({ href: target }).run();
    onDone();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the group, wherever in it the focus is
    <div
      className="link-bar"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <label htmlFor={id}>Link to</label>
      <input
        id={id}
        ref={field}
        inputMode="url"
        autoComplete="off"
        placeholder="https://"
        value={href}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}problem` : undefined}
        onChange={(event) => setHref(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          set();
        }}
      />
      <button type="button" className="quiet-button" onClick={set}>
        Set link
      </button>
      {wasLink && (
        <button
          type="button"
          className="quiet-button"
          onClick={() => {
            editor.chain().focus().extendMarkRange('link').unsetLink().run();
            onDone();
          }}
        >
          Remove link
        </button>
      )}
      <button type="button" className="quiet-button" onClick={close}>
        Cancel
      </button>
      {problem && (
        <p className="field-error" id={`${id}problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** What was typed as an address: "acme.example" is meant as https, "press@acme.example" as mail; null: neither. */
function targetOf(typed: string): string | null {
  const text = typed.trim();
  if (/^\/(?![/\\])\S*$/.test(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  const given = /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+:\d/.test(text) ? text : `https://${text}`;
  if (!URL.canParse(given)) return null;
  const url = new URL(given);
  if (url.protocol === 'mailto:') return given;
  return /^https?:$/.test(url.protocol) && (url.hostname.includes('.') || url.hostname === 'localhost')
    ? url.href
    : null;
}
