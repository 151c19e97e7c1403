'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Looks again each second while a run goes on; without JavaScript there is a link to do so. */
export function Watching({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), 1000);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <noscript>
      <p>
        <a href={href}>Look again</a>
      </p>
    </noscript>
  );
}
