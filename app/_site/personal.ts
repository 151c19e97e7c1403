import type { Metadata } from 'next';

/** Of pages that are somebody's own, or lead there: no robot keeps them, and their address goes to no other page. */
export const personal = (title: string): Metadata => ({
  title,
  robots: { index: false, follow: false },
  referrer: 'strict-origin',
});
