'use client';

import { createContext, type ReactNode, useActionState, useContext, useEffect, useId, useRef } from 'react';
import { useFormStatus } from 'react-dom';
import type { FormState } from '../_site/form-state';

/**
 * Forms that work without JavaScript: the action answers a FormState, and the parts below show it, whether the page was
 * loaded anew or only the answer. A page may write
 *   <Form action={rename}><Field name="name" label="Name" defaultValue={user.name} /><Submit>Save</Submit></Form>
 * and needs no client component of its own. Styles: app/forms.css.
 */
const State = createContext<FormState>(null);

export type FormAction = (state: FormState, data: FormData) => Promise<FormState>;

/** A form with the message of its last answer on top. `hidden`: values sent along. */
export function Form({
  action,
  children,
  hidden = {},
  className = '',
  label,
}: {
  action: FormAction;
  children: ReactNode;
  hidden?: Record<string, string | number>;
  className?: string;
  /** For screen readers, where no heading names the form. */
  label?: string;
}) {
  const [state, send] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!state) return;
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .form-message');
    first?.focus();
  }, [state]);
  return (
    <State value={state}>
      <form action={send} className={`form ${className}`} ref={form} aria-label={label}>
        <Message state={state} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
    </State>
  );
}

/** The last answer, for parts of a form that show more of it than a sentence. */
export const useAnswer = (): FormState => useContext(State);

/** The answer of a form, read out when it comes. Shown by Form; here for forms that are made otherwise. */
export function Message({ state }: { state: FormState }) {
  return (
    <div className="form-live" aria-live="polite">
      {state?.message && (
        <p className={`form-message ${state.ok ? 'form-message-ok' : 'form-message-bad'}`} tabIndex={-1}>
          {state.message}
        </p>
      )}
    </div>
  );
}

type Common = {
  name: string;
  label: ReactNode;
  /** A sentence beneath the label. */
  hint?: ReactNode;
  required?: boolean;
  className?: string;
};

/** A labelled input; everything of <input> may be given. */
export function Field({
  label,
  hint,
  className,
  defaultValue,
  ...input
}: Common & Omit<React.ComponentProps<'input'>, 'name'>) {
  const { state, ids, described, error } = useField(input.name, hint);
  const kept = input.type === 'password' ? undefined : state?.values?.[input.name];
  return (
    <Labelled {...{ label, hint, ids, error, className }}>
      <input id={ids.field} defaultValue={kept ?? defaultValue} {...described} {...input} />
    </Labelled>
  );
}

/** A labelled text area; everything of <textarea> may be given. */
export function TextArea({
  label,
  hint,
  className,
  defaultValue,
  ...input
}: Common & Omit<React.ComponentProps<'textarea'>, 'name'>) {
  const { state, ids, described, error } = useField(input.name, hint);
  return (
    <Labelled {...{ label, hint, ids, error, className }}>
      <textarea
        id={ids.field}
        rows={5}
        defaultValue={state?.values?.[input.name] ?? defaultValue}
        {...described}
        {...input}
      />
    </Labelled>
  );
}

/** A labelled choice of one; its children are <option>s. */
export function Select({
  label,
  hint,
  className,
  defaultValue,
  children,
  ...input
}: Common & Omit<React.ComponentProps<'select'>, 'name'>) {
  const { state, ids, described, error } = useField(input.name, hint);
  const value = state?.values?.[input.name] ?? defaultValue;
  return (
    <Labelled {...{ label, hint, ids, error, className }}>
      {/* The key: React resets a form after its action, and a select forgets what was chosen. */}
      <select id={ids.field} key={String(value)} defaultValue={value} {...described} {...input}>
        {children}
      </select>
    </Labelled>
  );
}

/** A box to tick, its label beside it. */
export function Checkbox({
  label,
  hint,
  className = '',
  defaultChecked,
  ...input
}: Common & Omit<React.ComponentProps<'input'>, 'name' | 'type'>) {
  const { state, ids, described, error } = useField(input.name, hint);
  // A box that is not ticked is not sent at all.
  const kept = state?.values ? input.name in state.values : defaultChecked;
  return (
    <div className={`field field-check ${className}`}>
      <input
        id={ids.field}
        type="checkbox"
        key={String(kept)}
        defaultChecked={kept}
        {...described}
        {...input}
      />
      <label htmlFor={ids.field}>{label}</label>
      {hint && (
        <p className="field-hint" id={ids.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={ids.error}>
          {error}
        </p>
      )}
    </div>
  );
}

/** The button that sends the form; says that it is at work. `name` and `value` tell buttons of one form apart. */
export function Submit({
  children,
  kind = 'main',
  ...button
}: { kind?: 'main' | 'quiet' | 'danger' } & React.ComponentProps<'button'>) {
  const { pending } = useFormStatus();
  return (
    <button
      type="submit"
      className={kind === 'main' ? 'button' : `button button-${kind}`}
      aria-disabled={pending || undefined}
      // Not "disabled": that would take the focus away from whoever has just pressed it.
      onClick={(event) => pending && event.preventDefault()}
      {...button}
    >
      {children}
    </button>
  );
}

function Labelled(o: {
  label: ReactNode;
  hint: ReactNode;
  ids: { field: string; hint: string; error: string };
  error: string | undefined;
  className: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={`field ${o.className ?? ''}`}>
      <label htmlFor={o.ids.field}>{o.label}</label>
      {o.hint && (
        <p className="field-hint" id={o.ids.hint}>
          {o.hint}
        </p>
      )}
      {o.children}
      {o.error && (
        <p className="field-error" id={o.ids.error}>
          {o.error}
        </p>
      )}
    </div>
  );
}

function useField(name: string, hint: ReactNode) {
  const state = useContext(State);
  const id = useId();
  const error = state?.errors?.[name];
  const ids = { field: `${id}${name}`, hint: `${id}${name}-hint`, error: `${id}${name}-error` };
  const about = [hint && ids.hint, error && ids.error].filter(Boolean).join(' ');
  const described = { 'aria-describedby': about || undefined, 'aria-invalid': error ? true : undefined };
  return { state, ids, error, described };
}
