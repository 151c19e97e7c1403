import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageResponse } from 'next/og';
import type { Release } from '@/lib/content/releases';
import { day } from './format';
import { siteName } from './metadata';

/** The share image of a release: newsroom, title and date in the site's own type. */
const kept = new Map<string, Promise<ArrayBuffer>>();
const keptAtMost = 64;

const waitingAtMost = 8;
let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/**
 * A PNG of 1200 by 630 pixels. Drawing one takes some hundred milliseconds of processor time, so the last ones are
 * kept, requests for the same one at the same time share the work, and others are drawn one after the other: whoever
 * asks for many gets null, busy, and pages go on being made.
 */
export async function shareImage(release: Release): Promise<ArrayBuffer | null> {
  const key = `${release.id} ${release.updatedAt.getTime()} ${release.newsroom.name}`;
  const known = kept.get(key);
  if (known) return known;
  if (waiting >= waitingAtMost) return null;
  const drawn = inTurn(() => draw(release));
  kept.set(key, drawn);
  // One that failed is not an answer for the next request.
  drawn.catch(() => kept.delete(key));
  if (kept.size > keptAtMost) kept.delete(kept.keys().next().value ?? '');
  return drawn;
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  waiting++;
  const done = last.then(work).finally(() => {
    waiting--;
  });
  last = done.catch(() => undefined);
  return done;
}

const ink = '#14171c';
const accent = '#1b3fc4';

async function draw(release: Release): Promise<ArrayBuffer> {
  const title = drawable(release.title) || drawable(release.newsroom.name) || siteName;
  const image = new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: '64px 72px 56px',
        background: '#ffffff',
        color: ink,
        borderTop: `20px solid ${accent}`,
        fontFamily: 'Text, TextMore',
      }}
    >
      <div style={{ display: 'flex', fontSize: 34, fontWeight: 600, color: accent }}>
        {clipped(drawable(release.newsroom.name), 60)}
      </div>
      <div
        style={{
          display: 'flex',
          fontFamily: 'Headline, HeadlineMore, Text, TextMore',
          fontWeight: 500,
          fontSize: title.length > 110 ? 60 : title.length > 70 ? 70 : 82,
          lineHeight: 1.08,
          letterSpacing: '-0.015em',
        }}
      >
        {clipped(title, 150)}
      </div>
      <div
        style={{
          display: 'flex',
          justifyContent: 'space-between',
          borderTop: `2px solid ${ink}`,
          paddingTop: 26,
          fontSize: 28,
        }}
      >
        <span>{day(release.publishedAt)}</span>
        <span style={{ fontWeight: 600 }}>{siteName}</span>
      </div>
    </div>,
    { width: 1200, height: 630, fonts: await faces() },
  );
  return image.arrayBuffer();
}

/** Cut between words, with an ellipsis. */
function clipped(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit).replace(/\s+\S*$/, '')}…`;
}

/**
 * Only what the faces below can draw: for any other character the renderer would ask a font service on the internet,
 * and fail without one.
 */
function drawable(text: string): string {
  const known = text.replace(
    /[^\u0020-\u007e\u00a0-\u017f\u0218-\u021b\u1e80-\u1e85\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u20ac\u2122\u2212]/gu,
    '',
  );
  // A title that is mostly in another script would be a heap of remains: better none.
  return known.replaceAll(/\s/g, '').length * 2 >= [...text.replaceAll(/\s/g, '')].length ? known.trim() : '';
}

type Face = { name: string; data: Buffer; weight: 500 | 600; style: 'normal' };
let loaded: Promise<Face[]> | null = null;

function faces(): Promise<Face[]> {
  loaded ??= Promise.all([
    face('Headline', 'newsreader', 'newsreader-latin-500-normal', 500),
    face('HeadlineMore', 'newsreader', 'newsreader-latin-ext-500-normal', 500),
    face('Text', 'inter', 'inter-latin-500-normal', 500),
    face('Text', 'inter', 'inter-latin-600-normal', 600),
    face('TextMore', 'inter', 'inter-latin-ext-500-normal', 500),
    face('TextMore', 'inter', 'inter-latin-ext-600-normal', 600),
  ]);
  return loaded;
}

async function face(name: string, family: string, file: string, weight: 500 | 600): Promise<Face> {
  const path = join(process.cwd(), 'node_modules/@fontsource', family, 'files', `${file}.woff`);
  return { name, data: await readFile(path), weight, style: 'normal' };
}
