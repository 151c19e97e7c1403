'use client';

import { useActionState, useEffect, useRef } from 'react';
import { Message } from '../_components/Form';
import type { FormState } from '../_site/form-state';
import { createLink } from './share-actions';

/** What making a link answers; the link itself is to be seen in it, and never again. */
export type ShareState = (NonNullable<FormState> & { link?: string }) | null;

export function ShareForm({
  type,
  id,
  view,
}: {
  type: 'release' | 'newsroom';
  id: number;
  /** The parameters of what is on show, which the link begins with. */
  view: string;
}) {
  const [state, send] = useActionState(createLink, null);
  const link = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (state?.link) link.current?.select();
  }, [state]);
  return (
    <form action={send} className="share-form">
      <input type="hidden" name="type" value={type} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="view" value={view} />
      <p className="share-choice">
        <label htmlFor="share-name">What it is for</label>
        <input
          id="share-name"
          name="name"
          maxLength={80}
          placeholder="Board, November"
          autoComplete="off"
          defaultValue={state?.ok ? '' : state?.values?.name}
        />
      </p>
      <p className="share-choice">
        <label htmlFor="share-days">The link expires</label>
        <select id="share-days" name="days" defaultValue="30">
          <option value="7">in a week</option>
          <option value="30">in 30 days</option>
          <option value="365">in a year</option>
          <option value="0">never, until it is revoked</option>
        </select>
        <button type="submit" className="button button-small">
          Make a link
        </button>
      </p>
      <Message state={state} />
      {state?.link && (
        <p>
          <label htmlFor="share-link">Link</label>
          <input id="share-link" ref={link} readOnly value={state.link} />
        </p>
      )}
    </form>
  );
}
