'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';

/** The columns that are shown, in their order, each with a step to the front and to the back. */
export function ColumnOrder({
  columns,
}: {
  columns: { name: string; label: string; box: ReactNode; earlier: string; later: string }[];
}) {
  const list = useRef<HTMLOListElement>(null);
  const pressed = useRef<string | null>(null);
  const order = columns.map(({ name }) => name).join();
  // Whoever moves a column by keyboard goes on with the same button, wherever it is now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what has changed
  useEffect(() => {
    if (pressed.current === null) return;
    const details = list.current?.closest('details');
    if (details) details.open = true;
    const links = list.current?.querySelectorAll<HTMLElement>('.admin-step') ?? [];
    [...links].find(({ dataset }) => dataset.step === pressed.current)?.focus();
  }, [order]);
  const step = (name: string, label: string, href: string, isEarlier: boolean, isPossible: boolean) => {
    const of = `${isEarlier ? 'earlier' : 'later'} ${name}`;
    const sign = <span aria-hidden="true">{isEarlier ? '↑' : '↓'}</span>;
    return (
      <Link
        href={href}
        prefetch={false}
        replace
        scroll={false}
        className="admin-step"
        data-step={of}
        aria-disabled={!isPossible || undefined}
        onClick={() => {
          pressed.current = of;
        }}
      >
        {sign}
        <span className="hidden">
          Move {label} {isEarlier ? 'to the front' : 'to the back'}
        </span>
      </Link>
    );
  };
  return (
    <ol ref={list}>
      {columns.map(({ name, label, box, earlier, later }, index) => (
        <li key={name}>
          {box}
          <span className="admin-steps">
            {step(name, label, earlier, true, index > 0)}
            {step(name, label, later, false, index < columns.length - 1)}
          </span>
        </li>
      ))}
    </ol>
  );
}
