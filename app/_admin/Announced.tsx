'use client';

import { type ReactNode, useEffect, useRef } from 'react';

/**
 * What has just been done: read out, and where the keyboard goes on when what was pressed for it is not there any more.
 * Each news needs a key of its own.
 */
export function Announced({ className, children }: { className?: string; children: ReactNode }) {
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) words.current?.focus();
  }, []);
  return (
    <p role="status" tabIndex={-1} className={className} ref={words}>
      {children}
    </p>
  );
}
