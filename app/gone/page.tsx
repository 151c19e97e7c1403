import type { Metadata } from 'next';
import { WaysOn } from '../_components/WaysOn';

/** What nginx shows, status 410, at the address of what was deleted. It says nothing of what that was. */
export const metadata: Metadata = { title: 'Deleted', robots: { index: false } };

export default function Gone() {
  return (
    <div className="wrap message">
      <p className="message-code">410</p>
      <h1>This was deleted</h1>
      <p>
        What stood at this address was taken off the site on purpose, and the link leads nowhere else. The
        archive has everything that is public.
      </p>
      <WaysOn />
    </div>
  );
}
