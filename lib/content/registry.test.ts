import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { releases } from '@/lib/db/tables';
import { define, file, newsroom, release, resolve, typeNamed, types, urlOf } from './registry';

const ids = fc.integer({ min: 1, max: 2_147_483_647 });
// Any text that can stand in one segment; servers take dot segments out, and cut at a slash however it is written.
const segments = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .filter((text) => text !== '.' && text !== '..' && !text.includes('/'));

test('resolve undoes urlOf', () => {
  fc.assert(
    fc.property(ids, segments, (id, text) => {
      assert.deepEqual(resolve(urlOf(release, { id, slug: text })), { type: release, id });
      assert.deepEqual(resolve(urlOf(newsroom, { id, slug: text })), { type: newsroom, id });
      assert.deepEqual(resolve(urlOf(file, { id, name: text })), { type: file, id });
    }),
  );
});

test('a URL parser leaves what urlOf makes as it is', () => {
  fc.assert(
    fc.property(ids, segments, (id, name) => {
      const url = urlOf(file, { id, name });
      assert.equal(new URL(url, 'http://localhost').pathname, url);
    }),
  );
});

test('resolve never throws, and what it finds is the content its canonical path names', () => {
  const pieces = fc.constantFrom(
    '/',
    'releases',
    'newsrooms',
    'files',
    '7',
    '07',
    '%',
    '%37',
    '%2F',
    '?',
    '#',
    'a',
    '\0',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((all) => all.join('')),
      ),
      (path) => {
        const found = resolve(path);
        if (found) assert.ok(types.includes(found.type) && found.id >= 1 && found.id <= 2_147_483_647);
      },
    ),
    { numRuns: 2000 },
  );
});

test('the query string is ignored and escapes are decoded', () => {
  for (const path of [
    '/releases/7/acme-ships',
    '/releases/7/acme-ships?utm_source=x/releases/8/y',
    '/releases/7/acme-ships?%',
    '/releases/7/acme-ships#top',
    '/releases/%37/acme%2Dships',
    '/rele%61ses/7/%C3%BC',
    '/releases/2147483647/x',
  ]) {
    assert.equal(resolve(path)?.type, release, path);
  }
});

test('a path that is not exactly one of the patterns names nothing', () => {
  for (const path of [
    ...[
      '',
      '/',
      'releases/7/x',
      '/releases',
      '/releases/7',
      '/releases/7/',
      '/releases/7/x/',
      '/releases/7/x/y',
    ],
    ...[
      '//releases/7/x',
      '/releases//x',
      '/Releases/7/x',
      '/releases/0/x',
      '/releases/07/x',
      '/releases/-7/x',
    ],
    ...['/releases/7e0/x', '/releases/2147483648/x', '/releases/99999999999999999999/x', '/releases/７/x'],
    ...[
      '/releases/7/%',
      '/releases/7/%E0%A4%A',
      '/releases/7/%FF',
      '/releases/%00/x',
      'http://a/releases/7/x',
      '*',
    ],
    ...['/releases%2F7%2Fx', '/?/releases/7/x', '/media/7/x', '/releases/ 7/x', '/releases/7 /x'],
  ]) {
    assert.equal(resolve(path), null, path);
  }
});

test('a path that a web server reads as another one names nothing', () => {
  for (const path of [
    '/releases/7/..%2f..%2ffiles%2f13%2faccounts.csv',
    '/files/7/..%2F13%2Faccounts.csv',
    '/newsrooms/7/x%2Fy',
    '/releases/7/..',
    '/releases/7/.',
    '/releases/7/%2e%2E',
    '/releases/7/%2E',
  ]) {
    assert.equal(resolve(path), null, path);
  }
});

test('no two patterns shadow each other', () => {
  const overlap = (a: string, b: string) => {
    const [left, right] = [a.split('/'), b.split('/')];
    const same = (x: string, y: string | undefined) => x === y || x.startsWith(':') || y?.startsWith(':');
    return left.length === right.length && left.every((segment, i) => same(segment, right[i]));
  };
  for (const [i, a] of types.entries()) {
    for (const b of types.slice(i + 1)) {
      assert.ok(!overlap(a.path, b.path), `${a.path} and ${b.path}`);
      assert.notEqual(a.name, b.name);
    }
  }
});

test('every path has its page under app/', () => {
  for (const { path } of types) {
    const folder = fileURLToPath(new URL(`../../app${path.replaceAll(/:(\w+)/g, '[$1]')}`, import.meta.url));
    assert.ok(
      ['page.tsx', 'route.ts'].some((page) => existsSync(join(folder, page))),
      `${folder} has no page`,
    );
  }
});

test('a type is found by its name, and an unknown name is answered with the known ones', () => {
  for (const type of types) assert.equal(typeNamed(type.name), type);
  assert.throws(() => typeNamed('toString'), /there are release, newsroom, file/);
});

test('a wrong column, key or missing parameter does not compile', () => {
  const rest = {
    name: 'x',
    label: ['X', 'Xs'],
    table: releases,
    path: '/x/:id/:slug',
    key: 'id',
    counted: true,
  } as const;
  const params = (row: { id: number; slug: string }) => ({ id: String(row.id), slug: row.slug });
  const admin = { columns: [], filters: [], search: [], order: 'title' } as const;
  define({ ...rest, params, admin });
  // @ts-expect-error there is no column "titel"
  define({ ...rest, params, admin: { ...admin, columns: ['titel'] } });
  // @ts-expect-error deleted rows are not here, nor is their column
  define({ ...rest, params, admin: { ...admin, columns: ['deletedAt'] } });
  // @ts-expect-error there is no column "date"
  define({ ...rest, params, admin: { ...admin, order: '-date' } });
  // @ts-expect-error the path needs a slug
  define({ ...rest, params: (row) => ({ id: String(row.id) }), admin });
  // @ts-expect-error the key is a parameter of the path
  define({ ...rest, key: 'title', params, admin });
  // @ts-expect-error the slug is missing
  const incomplete = () => urlOf(release, { id: 7 });
  assert.equal(typeof incomplete, 'function');
});
