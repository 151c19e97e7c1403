import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Release } from '@/lib/content/releases';
import { shareImage } from './share-image';

const release = (id: number) =>
  ({
    id,
    title: `Release ${id}`,
    updatedAt: new Date('2026-11-01T10:00:00Z'),
    publishedAt: new Date('2026-11-01T10:00:00Z'),
    newsroom: { name: 'Acme' },
  }) as Release;

test('many share images at once are drawn one after the other, a few wait, and the rest are told to come back', async () => {
  const asked = Array.from({ length: 20 }, (_, id) => shareImage(release(id)));
  const images = await Promise.all(asked);
  const drawn = images.filter((image) => image !== null);
  assert.equal(drawn.length, 8);
  assert.deepEqual([...new Uint8Array(drawn[0]!).subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.ok(await shareImage(release(19)), 'one that was told to come back is drawn then');
});

test('the same image asked for by many at once is drawn once', async () => {
  const images = await Promise.all(Array.from({ length: 20 }, () => shareImage(release(100))));
  assert.ok(images.every((image) => image !== null && image === images[0]));
});
