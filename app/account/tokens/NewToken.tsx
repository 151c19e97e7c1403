'use client';

import { useActionState, useEffect, useId, useRef } from 'react';
import type { FormState } from '../../_site/form-state';

export type NewTokenState = (NonNullable<FormState> & { token?: string }) | null;

/** The form for a new token, and after it, once, the token: it is in the answer of the form and nowhere else. */
export function NewToken({
  action,
}: {
  action: (state: NewTokenState, data: FormData) => Promise<NewTokenState>;
}) {
  const [state, send] = useActionState(action, null);
  const shown = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (state) shown.current?.focus();
  }, [state]);
  return (
    <>
      <div ref={shown} tabIndex={-1} role="status" className="tokens-answer">
        {state?.message && (
          <p className={`form-message ${state.ok ? 'form-message-ok' : 'form-message-bad'}`}>
            {state.message}
          </p>
        )}
        {state?.token && (
          <p>
            <label htmlFor={`${id}token`}>The token</label>
            <input
              id={`${id}token`}
              className="tokens-token"
              readOnly
              value={state.token}
              onFocus={(event) => event.target.select()}
            />
          </p>
        )}
      </div>
      <form action={send} className="form">
        <div className="field">
          <label htmlFor={`${id}name`}>Name</label>
          <p className="field-hint" id={`${id}hint`}>
            What it is for, such as “weekly spreadsheet”
          </p>
          <input
            id={`${id}name`}
            name="name"
            maxLength={80}
            required
            aria-describedby={`${id}hint`}
            defaultValue={state?.token ? '' : state?.values?.name}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}days`}>Good for</label>
          <select id={`${id}days`} name="days" defaultValue="90">
            <option value="30">30 days</option>
            <option value="90">90 days</option>
            <option value="365">a year</option>
            <option value="">as long as it is not revoked</option>
          </select>
        </div>
        <button type="submit" className="button">
          Make a token
        </button>
      </form>
    </>
  );
}
