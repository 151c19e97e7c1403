'use client';

import type { SaveState } from './autosave';

type Props = { state: SaveState; isKept: boolean; onRetry: () => void; onCopy: () => void };

/** In words, whether what was written is safe, and what to do when it is not. */
export function SaveStatus({ state, isKept, onRetry, onCopy }: Props) {
  const isBad = state.kind === 'failed' || state.kind === 'conflict';
  return (
    <div className={isBad ? 'save-status is-bad' : 'save-status'}>
      <p role="status">{sentence(state, isKept)}</p>
      {state.kind === 'failed' && (
        <p className="save-ways">
          {state.why === 'signed_out' && (
            <a href="/sign-in" target="_blank" rel="noopener">
              Sign in in another tab
            </a>
          )}
          {state.why !== 'gone' && state.why !== 'forbidden' && (
            <button type="button" className="quiet-button" onClick={onRetry}>
              Try now
            </button>
          )}
          {state.why !== 'offline' && state.why !== 'server' && (
            <button type="button" className="quiet-button" onClick={onCopy}>
              Copy my text
            </button>
          )}
        </p>
      )}
    </div>
  );
}

function sentence(state: SaveState, isKept: boolean): string {
  const kept = isKept
    ? 'your text is kept in this browser'
    : 'your text is on this page only, so leave it open';
  switch (state.kind) {
    case 'saved':
      return state.at ? `Saved ${timeOf(state.at)}` : 'Nothing to save yet';
    case 'changed':
      return 'Not saved yet';
    case 'saving':
      return 'Saving…';
    case 'conflict':
      return `Not saved: ${state.conflict.by?.name ?? 'somebody'} has saved meanwhile; ${kept}. Look at both versions and choose.`;
    case 'failed': {
      const again = state.retryIn === null ? '' : `, tried again in ${state.retryIn} s`;
      return `Not saved: ${state.message}; ${kept}${again}.`;
    }
  }
}

/** "12:04"; of another day with the day. */
export function timeOf(instant: string | Date): string {
  const date = new Date(instant);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long' })}, ${time}`;
}
