'use client';

import { type ComponentProps, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Field, useAnswer } from '../_components/Form';
import { listUrl } from './paths';
import { pickName } from './sent';
import type { AdminState } from './state';

type Named = { id: number; title: string };
const shown = ({ id, title }: Named) => `${title} (#${id})`;

/**
 * A reference to one of many records: type a part of its name and choose (an ARIA combobox). Without JavaScript, the name
 * or the number is typed; where several fit, the answer offers them.
 */
export function ReferenceField({
  refersTo,
  name,
  chosen,
  ...field
}: Omit<ComponentProps<typeof Field>, 'name'> & {
  name: string;
  refersTo: string;
  /** Called when one was chosen from the list. */
  chosen?: (form: HTMLFormElement) => void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Named[]>([]);
  const [active, setActive] = useState(-1);
  const [words, setWords] = useState('');
  const isOpen = found.length > 0;

  useEffect(() => {
    if (words.trim().length < 1) return setFound([]);
    const given = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch(`${listUrl({ name: refersTo })}/names?q=${encodeURIComponent(words)}`, {
          signal: given.signal,
        });
        setFound(answer.ok ? ((await answer.json()) as Named[]) : []);
        setActive(-1);
      } catch (error) {
        // Typed on, or no network: the name can still be typed whole.
        if ((error as Error).name !== 'AbortError') setFound([]);
      }
    }, 150);
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [words, refersTo]);

  const close = () => {
    setWords('');
    setFound([]);
    setActive(-1);
  };
  const choose = (one: Named) => {
    input.current!.value = shown(one);
    close();
    if (input.current!.form) chosen?.(input.current!.form);
  };
  const pressed = (event: KeyboardEvent) => {
    if (!isOpen) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === 'Enter' && active >= 0) {
      event.preventDefault();
      choose(found[active]!);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  };
  return (
    <div className="admin-reference">
      <Field
        {...field}
        name={name}
        ref={input}
        role="combobox"
        autoComplete="off"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}list`}
        aria-activedescendant={active >= 0 ? `${id}${active}` : undefined}
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={pressed}
        onBlur={close}
      />
      <div id={`${id}list`} role="listbox" aria-label="What fits" hidden={!isOpen}>
        {found.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
          <div
            key={one.id}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === active}
            // Before the field loses the focus, which closes the list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(one)}
          >
            {one.title} <span className="quiet-count">#{one.id}</span>
          </div>
        ))}
      </div>
      <p className="hidden" role="status">
        {isOpen ? `${found.length} fit, choose with the arrow keys` : ''}
      </p>
      <Several name={name} />
    </div>
  );
}

/** Where several fit what was typed: which of them. */
function Several({ name }: { name: string }) {
  const found = (useAnswer() as AdminState | null)?.found?.[name];
  if (!found) return null;
  return (
    <fieldset className="admin-several">
      <legend>Which one?</legend>
      {found.map((one) => (
        <label key={one.id}>
          <input type="radio" name={pickName(name)} value={one.id} /> {one.title}{' '}
          <span className="quiet-count">#{one.id}</span>
        </label>
      ))}
    </fieldset>
  );
}
