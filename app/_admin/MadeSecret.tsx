'use client';

import type { ReactNode } from 'react';
import { useAnswer } from '../_components/Form';
import { recordUrl } from './paths';
import type { AdminState } from './state';

/**
 * A secret that was made just now. It is in the answer to the form that made it and nowhere else: neither in an address,
 * nor in a cookie, nor in any page that can be asked for again.
 */
export function MadeSecret() {
  const made = (useAnswer() as AdminState | null)?.made;
  if (!made) return null;
  return (
    <div className="admin-secret">
      <p>
        <strong>The secret, shown this once:</strong>
      </p>
      <p>
        <code>{made.secret}</code>
      </p>
      <p>
        Copy it to the other side now. Here it is kept encrypted, and nobody can look it up; if it is lost,
        make another one.
      </p>
      {/* A page of its own: nothing of this one stays in the browser's memory. */}
      <a className="button" href={recordUrl('peer', made.id)}>
        I have copied it
      </a>
    </div>
  );
}

/** What is there until the secret is: it is about what was before. */
export function UntilMade({ children }: { children: ReactNode }) {
  return (useAnswer() as AdminState | null)?.made ? null : children;
}
