'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';

export type Live = { today: number | null; now: number | null; at: string };

const numbers = new Intl.NumberFormat('en-US');

/** What is shown after a while without the stream; a short break goes unmentioned. */
const patience = 8000;
const longestWait = 60_000;
/** So seldom is the rest of the page made anew while hits come in. */
const refreshEvery = 60_000;
/**
 * Making it anew is asking for a page, which keeps a session alive: without anybody at the screen for so long, only the
 * numbers of this moment change.
 */
const unattended = 12 * 3_600_000;
const attentions = ['pointermove', 'keydown', 'scroll', 'touchstart'] as const;

type Status = 'waiting' | 'live' | 'lost' | Over;
type Over = 'signed_out' | 'not_yours';

/** Sentences about the stream; nothing is said while all is well. */
const said: Partial<Record<Status, string>> = {
  lost: 'The connection is interrupted; these numbers may be old. Trying again …',
  signed_out: 'You are not signed in any more; these numbers stand still. Load the page again to sign in.',
  not_yours: 'You may not see these numbers any more; they stand still.',
};

/**
 * The numbers of this moment: those of the page's load first, and from then on as the server sends them. While nobody
 * looks at the page it asks for nothing.
 */
export function LiveNumbers({
  source,
  initial,
  isCurrent,
}: {
  source: string;
  initial: Live;
  /** Whether the rest of the page shows today as well, and so changes with it. */
  isCurrent: boolean;
}) {
  const router = useRouter();
  const [live, setLive] = useState(initial);
  const [status, setStatus] = useState<Status>('waiting');
  useEffect(() => {
    let stream: EventSource | null = null;
    let again: ReturnType<typeof setTimeout> | undefined;
    let complain: ReturnType<typeof setTimeout> | undefined;
    let wait = 1000;

    let isOver = false;

    const over = (why: Over) => {
      isOver = true;
      close();
      setStatus(why);
    };
    const opened = () => {
      clearTimeout(complain);
      complain = undefined;
      wait = 1000;
      setStatus('live');
    };
    const open = () => {
      stream = new EventSource(source);
      stream.onopen = opened;
      stream.onmessage = (event: MessageEvent<string>) => {
        opened();
        setLive(JSON.parse(event.data));
      };
      stream.addEventListener('over', (event: MessageEvent<string>) =>
        over(event.data === 'signed_out' ? 'signed_out' : 'not_yours'),
      );
      stream.onerror = () => {
        complain ??= setTimeout(() => setStatus('lost'), patience);
        // The browser tries again by itself, unless the answer was no stream: a server that restarts answers 502.
        if (stream?.readyState !== EventSource.CLOSED) return;
        clearTimeout(again);
        again = setTimeout(reopen, wait);
        wait = Math.min(wait * 2, longestWait);
      };
    };
    /** An EventSource does not say what it was answered, and there is no use in asking again for what is not theirs. */
    const reopen = async () => {
      const asked = new AbortController();
      const status = await fetch(source, { signal: asked.signal }).then(
        (answer) => answer.status,
        () => 0,
      );
      asked.abort();
      if (document.hidden || isOver) return;
      if (status === 401) over('signed_out');
      else if (status === 403 || status === 404) over('not_yours');
      else open();
    };
    const close = () => {
      clearTimeout(again);
      clearTimeout(complain);
      complain = undefined;
      stream?.close();
      stream = null;
    };
    const look = () => {
      close();
      if (!document.hidden && !isOver) open();
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', look);
      close();
    };
  }, [source]);

  const attended = useRef(0);
  useEffect(() => {
    const note = () => {
      attended.current = Date.now();
    };
    note();
    for (const name of attentions) addEventListener(name, note, { passive: true });
    return () => {
      for (const name of attentions) removeEventListener(name, note);
    };
  }, []);

  const refreshed = useRef<{ today: number | null; at: number } | null>(null);
  useEffect(() => {
    refreshed.current ??= { today: live.today, at: Date.now() };
    const { today, at } = refreshed.current;
    if (!isCurrent || live.today === today) return;
    const timer = setTimeout(
      () => {
        refreshed.current = { today: live.today, at: Date.now() };
        if (!document.hidden && Date.now() - attended.current < unattended) router.refresh();
      },
      Math.max(0, at + refreshEvery - Date.now()),
    );
    return () => clearTimeout(timer);
  }, [live.today, isCurrent, router]);

  return (
    <div className="live">
      <p className="live-now">
        <span className={`live-dot live-${status}`} aria-hidden="true" />
        <data className="live-value" data-live="now" value={live.now ?? ''}>
          {shown(live.now)}
        </data>{' '}
        reading now
      </p>
      <p className="live-today">
        <data className="live-value" data-live="today" value={live.today ?? ''}>
          {shown(live.today)}
        </data>{' '}
        {live.today === 1 ? 'hit' : 'hits'} today
      </p>
      <p className="live-status" role="status">
        {said[status]}
      </p>
    </div>
  );
}

const shown = (n: number | null) => (n === null ? '–' : numbers.format(n));
