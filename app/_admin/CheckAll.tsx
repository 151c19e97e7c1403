'use client';

import { useSyncExternalStore } from 'react';

/** Ticks every row of the page. Without JavaScript it is not there; each row has its own box anyway. */
export function CheckAll() {
  const isScripted = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  if (!isScripted) return <span className="hidden">Select</span>;
  return (
    <input
      type="checkbox"
      aria-label="Select all on this page"
      onChange={({ currentTarget }) => {
        const boxes = currentTarget.form?.querySelectorAll<HTMLInputElement>('input[name="id"]') ?? [];
        for (const box of boxes) box.checked = currentTarget.checked;
      }}
    />
  );
}
