import Link from 'next/link';

/** In place of a page that somebody's role does not open. */
export function Refusal({ sentence }: { sentence: string }) {
  return (
    <div className="wrap">
      <header className="page-head">
        <h1>Not for your role</h1>
        <p>{sentence}. One of its owners can change that.</p>
      </header>
      <p>
        <Link href="/author/newsrooms" prefetch={false}>
          Your newsrooms
        </Link>
      </p>
    </div>
  );
}
