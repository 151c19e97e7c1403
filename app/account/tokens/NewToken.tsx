'use client';

import { useEffect, useId, useRef } from 'react';
import { Field, Form, Select, Submit, useAnswer } from '../../_components/Form';
import type { FormState } from '../../_site/form-state';
import { Confirmation } from '../Confirmation';

export type NewTokenState = (NonNullable<FormState> & { token?: string }) | null;

/** The form for a new token, and in it, once, the token: it is in the answer of the form and nowhere else. */
export function NewToken({
  action,
  needed,
}: {
  action: (state: NewTokenState, data: FormData) => Promise<NewTokenState>;
  needed: 'none' | 'password' | 'sign_in';
}) {
  return (
    <Form action={action} label="A new token">
      <Made />
      <Field
        name="name"
        label="Name"
        hint="What it is for, such as “weekly spreadsheet”"
        maxLength={80}
        required
      />
      <Select name="days" label="Good for" defaultValue="90">
        <option value="30">30 days</option>
        <option value="90">90 days</option>
        <option value="365">a year</option>
        <option value="">as long as it is not revoked</option>
      </Select>
      <Confirmation needed={needed} next="/account/tokens" />
      <Submit>Make a token</Submit>
    </Form>
  );
}

function Made() {
  const state: NewTokenState = useAnswer();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const token = state?.token;
  useEffect(() => {
    if (token) field.current?.focus();
  }, [token]);
  if (!token) return null;
  return (
    <div className="field tokens-answer">
      <label htmlFor={`${id}token`}>The token</label>
      <input
        id={`${id}token`}
        ref={field}
        className="tokens-token"
        readOnly
        value={token}
        onFocus={(event) => event.target.select()}
      />
    </div>
  );
}
