'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/**
 * What became of a form that led to this page anew. Only the last outcome is said: as soon as a form of the page answers,
 * app/forms.css hides this; and a page gives what is around it the key `at` of its address, so that what a form answered
 * before goes with it.
 */
export function Said({ children }: { children: ReactNode }) {
  const message = useRef<HTMLParagraphElement>(null);
  // As with the answer of a form, whoever cannot see it hears it.
  useEffect(() => message.current?.focus(), []);
  return (
    <p ref={message} tabIndex={-1} className="form-message form-message-ok said" role="status">
      {children}
    </p>
  );
}
