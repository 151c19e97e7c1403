import type { ReactNode } from 'react';

/** What is wider or higher than its place scrolls in a frame of its own, by touch and by keyboard. */
export function Scroll({
  label,
  isHigh = false,
  children,
}: {
  label: string;
  isHigh?: boolean;
  children: ReactNode;
}) {
  return (
    <section
      className={isHigh ? 'scroll scroll-high' : 'scroll'}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {children}
    </section>
  );
}
