import type { Metadata } from 'next';
import { WaysOn } from './_components/WaysOn';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="wrap message">
      <p className="message-code">404</p>
      <h1>There is nothing at this address</h1>
      <p>
        The page may have been withdrawn, may not be public yet, or the address may have a slip in it. The
        archive has everything that is public.
      </p>
      <WaysOn />
    </div>
  );
}
