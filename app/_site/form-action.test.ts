import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

/** The history can only name who acts where an action or a handler begins with one of the wrappers. */
const sources = (readdirSync('app', { recursive: true }) as string[])
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => ({ path, text: readFileSync(`app/${path}`, 'utf8') }));

test('every action is made by formAction or action', () => {
  const files = sources.filter(({ text }) => /^'use server';/m.test(text));
  assert.ok(files.length > 10);
  for (const { path, text } of files) {
    const exported = [...text.matchAll(/^export (?!type)(.*)$/gm)].map(([, rest]) => rest!);
    for (const line of exported)
      assert.match(line, /^const \w+(: [^=]+)? = (formAction|action)\(/, `${path}: ${line}`);
  }
});

/** Those that nobody is signed in for: a token or a provider says who it is. */
const ofNobody = [
  'api/auth/[action]/[provider]/route.ts',
  'api/sso/logout/route.ts',
  'unsubscribe/[token]/route.ts',
];

test('every handler of another method than GET is made by handler', () => {
  const routes = sources.filter(({ path }) => path.endsWith('/route.ts') && !ofNobody.includes(path));
  const exported = routes.flatMap(({ path, text }) =>
    [...text.matchAll(/^export (?:async function|const) (POST|PUT|PATCH|DELETE)\b.*$/gm)].map(
      ([line, method]) => ({ path, line, method: method! }),
    ),
  );
  assert.ok(exported.length > 3);
  for (const { path, line, method } of exported)
    assert.match(line, new RegExp(`^export const ${method} = (handler\\(|PUT;)`), `${path}: ${line}`);
});
