'use client';

/** What a visitor sees when a page cannot be made, mostly because the database is away. Details stay in the server's log. */
export default function PageError({ retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="wrap message">
      <p className="message-code">500</p>
      <h1>This page cannot be shown right now</h1>
      <p>Something went wrong on our side, not on yours. Nothing is lost. Please try again in a minute.</p>
      <button className="button" type="button" onClick={() => retry()}>
        Try again
      </button>
    </div>
  );
}
