'use client';

import { type PointerEvent, useEffect, useState } from 'react';

export type Reading = {
  value: number | null;
  title: string;
  text: string;
  before?: string;
  beforeValue?: number | null;
  published?: string[];
};

/**
 * Reading single points of a chart, with a pointer or with the keyboard: a slider that moves along the line and says
 * where it is. It appears when its script runs; without it the table beneath the chart has everything.
 */
export function ChartReading({ points, top, name }: { points: Reading[]; top: number; name: string }) {
  const [isReady, setReady] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const [focused, setFocused] = useState(points.length - 1);
  useEffect(() => setReady(true), []);
  if (!isReady || points.length === 0) return null;

  const last = points.length - 1;
  const nearest = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    setAt(Math.min(last, Math.max(0, Math.round(part * last))));
  };
  const reading = at === null ? null : points[Math.min(at, last)]!;
  const left = at === null || last === 0 ? 50 : (Math.min(at, last) * 100) / last;
  const value = Math.min(focused, last);
  return (
    <div
      className="chart-reading"
      onPointerMove={nearest}
      onPointerDown={nearest}
      onPointerLeave={() => setAt(null)}
    >
      <input
        type="range"
        className="chart-slider"
        aria-label={`${name}, point by point`}
        min={0}
        max={last}
        value={value}
        aria-valuetext={said(points[value]!)}
        onFocus={() => setAt(value)}
        onBlur={() => setAt(null)}
        onChange={(event) => {
          const index = Number(event.target.value);
          setFocused(index);
          setAt(index);
        }}
      />
      {reading && (
        <>
          <span className="chart-cursor" style={{ left: `${left}%` }} />
          {dot('chart-dot chart-dot-second', reading.beforeValue, left, top)}
          {dot('chart-dot', reading.value, left, top)}
          <div
            className={left > 55 ? 'chart-tip chart-tip-left' : 'chart-tip'}
            style={{ left: `${left}%` }}
            aria-hidden="true"
          >
            <span>{reading.title}</span>
            <strong>{reading.text}</strong>
            {reading.before && <span className="chart-tip-before">{reading.before}</span>}
            {reading.published?.slice(0, 3).map((title) => (
              <span key={title} className="chart-tip-published">
                {title}
              </span>
            ))}
            {reading.published && reading.published.length > 3 && (
              <span>and {reading.published.length - 3} more</span>
            )}
          </div>
        </>
      )}
    </div>
  );
}

function dot(className: string, value: number | null | undefined, left: number, top: number) {
  if (value === null || value === undefined) return null;
  return <span className={className} style={{ left: `${left}%`, bottom: `${(value * 100) / top}%` }} />;
}

function said({ title, text, before, published }: Reading): string {
  const parts = [`${title}: ${text}`];
  if (before) parts.push(before);
  if (published) parts.push(`published: ${published.join('; ')}`);
  return parts.join('. ');
}
