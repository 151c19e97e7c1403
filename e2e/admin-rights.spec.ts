import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startBulk } from '@/lib/admin/bulk';
import { deleteRecords } from '@/lib/admin/deletions';
import { historyOf } from '@/lib/admin/history';
import { recordForm } from '@/lib/admin/record-form';
import { saveRecord } from '@/lib/admin/save';
import { adminType } from '@/lib/admin/types';
import { openSession } from '@/lib/auth/sessions';
import { addPeer } from '@/lib/auth/sso/peers';
import { peerInput } from '@/lib/auth/sso/testing/peer-input';
import type { User } from '@/lib/auth/users';
import { ownerSql } from '@/lib/db/client';
import { person, shelf } from './admin-people';
import { token } from './content';
import { expect, test } from './fixtures';
import { author } from './readership';

/**
 * Who may do what in the admin: every page, export and form of it, times every role. The table knows nothing of the rules
 * in lib/admin; a route that it does not know fails it.
 */
type Who = 'nobody' | 'author' | 'auditor' | 'editor' | 'admin';
const all: Who[] = ['auditor', 'editor', 'admin'];

test('each role gets its pages and exports of the admin, and nothing else', async ({ baseURL }) => {
  test.setTimeout(240_000);
  const { room, releases } = await shelf(1);
  const boss = await person('admin');
  const people: Record<Who, User | null> = {
    nobody: null,
    author: await author(room.id),
    auditor: await person('auditor'),
    editor: await person('editor'),
    admin: boss,
  };
  const { batch } = await deleteRecords(boss, adminType('release'), [releases[0]!.id], { why: 'a test' });
  const run = await startBulk(boss, adminType('newsroom'), 'delete', { ids: [999_999] });
  const table: Record<string, [string, Who[]][]> = {
    '/admin': [['/admin', all]],
    '/admin/[type]': [
      ['/admin/release', all],
      ['/admin/user', ['auditor', 'admin']],
      ['/admin/peer', ['auditor', 'admin']],
      ['/admin/member', all],
      ['/admin/audit-log', ['auditor', 'admin']],
    ],
    '/admin/[type]/export.csv': [
      ['/admin/newsroom/export.csv', all],
      ['/admin/user/export.csv', ['auditor', 'admin']],
    ],
    '/admin/[type]/names': [
      [`/admin/newsroom/names?q=${encodeURIComponent(room.name)}`, all],
      ['/admin/user/names?q=a', ['auditor', 'admin']],
    ],
    '/admin/[type]/new': [
      ['/admin/release/new', ['editor', 'admin']],
      ['/admin/user/new', ['admin']],
      ['/admin/peer/new', ['admin']],
      ['/admin/audit-log/new', []],
    ],
    '/admin/[type]/bulk': [
      [`/admin/newsroom/bulk?action=delete&id=${room.id}`, ['editor', 'admin']],
      [`/admin/release/bulk?action=restore&id=${releases[0]!.id}`, ['editor', 'admin']],
      [`/admin/release/bulk?action=purge&id=${releases[0]!.id}`, ['admin']],
      [`/admin/user/bulk?action=delete&id=${boss.id}`, ['admin']],
      ['/admin/audit-log/bulk?action=delete&id=1', []],
    ],
    '/admin/[type]/[id]': [
      [`/admin/newsroom/${room.id}`, all],
      [`/admin/release/${releases[0]!.id}`, all],
      [`/admin/user/${boss.id}`, ['auditor', 'admin']],
    ],
    '/admin/[type]/[id]/history': [
      [`/admin/newsroom/${room.id}/history`, all],
      [`/admin/user/${boss.id}/history`, ['auditor', 'admin']],
    ],
    '/admin/[type]/[id]/sessions': [
      [`/admin/user/${boss.id}/sessions`, ['auditor', 'admin']],
      [`/admin/newsroom/${room.id}/sessions`, []],
    ],
    '/admin/sso-log': [['/admin/sso-log', ['auditor', 'admin']]],
    '/admin/sso-log/export.csv': [['/admin/sso-log/export.csv', ['auditor', 'admin']]],
    '/admin/deletions': [['/admin/deletions', all]],
    '/admin/deletions/[id]': [[`/admin/deletions/${batch}`, all]],
    '/admin/runs/[id]': [[`/admin/runs/${run.id}`, ['admin']]],
  };
  const routes = (readdirSync('app/admin', { recursive: true }) as string[])
    .filter((path) => /(^|\/)(page|route)\.tsx?$/.test(path))
    .map((path) => join('/admin', path).replace(/\/(page|route)\.tsx?$/, ''));
  expect(routes.sort()).toEqual(Object.keys(table).sort());
  const wrong: string[] = [];
  for (const [path, allowed] of Object.values(table).flat()) {
    for (const who of Object.keys(people) as Who[]) {
      const response = await as(people[who], `${baseURL}${path}`);
      const body = await response.text();
      const isGiven = response.status === 200;
      if (isGiven !== allowed.includes(who)) wrong.push(`${who} ${path}: ${response.status}`);
      if (!isGiven && body.includes(room.name)) wrong.push(`${who} ${path}: a name`);
      // Who only reads is offered nothing that changes.
      if (isGiven && who === 'auditor' && /<main[\s\S]*name="action"/.test(body))
        wrong.push(`${who} ${path}: an action`);
    }
  }
  expect(wrong).toEqual([]);
});

/** As the person, in a session of its own. */
async function as(user: User | null, url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (user) {
    const session = await openSession(user.id, {
      method: 'password',
      userAgent: 'a test',
      address: '192.0.2.1',
    });
    headers.set('cookie', `presskit=${session.token}`);
  }
  return fetch(url, { redirect: 'manual', ...init, headers });
}

/** The forms of a page that change something, each once per button, as a browser without JavaScript sends them. */
async function formsOf(blank: Page, html: string): Promise<{ label: string; entries: [string, string][] }[]> {
  return blank.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'text/html');
    return [...document.querySelectorAll<HTMLFormElement>('main form[method="post" i]')].flatMap((form) => {
      const fields = [...form.querySelectorAll<HTMLInputElement>('input, textarea, select')]
        .filter((field) => field.name && (field.type !== 'checkbox' || field.checked))
        .map((field): [string, string] => [field.name, field.value]);
      return [...form.querySelectorAll<HTMLButtonElement>('button')].map((button) => ({
        label: button.textContent?.trim() ?? '',
        entries: button.name ? [...fields, [button.name, button.value] as [string, string]] : fields,
      }));
    });
  }, html);
}

test('no form of the admin changes anything for those whose role is not enough, nor from elsewhere', async ({
  page: blank,
  baseURL,
}) => {
  test.setTimeout(240_000);
  await blank.goto('about:blank');
  const boss = await person('admin');
  const { room, releases } = await shelf(3);
  const [living, deleted, changed] = releases.map(({ id }) => ({ id })) as [
    { id: number },
    { id: number },
    { id: number },
  ];
  const type = adminType('release');
  const { values, version } = await recordForm(boss, type, changed.id);
  await saveRecord(boss, type, changed.id, { given: { ...values, subtitle: 'Earlier' }, version });
  const now = await recordForm(boss, type, changed.id);
  await saveRecord(boss, type, changed.id, { given: { ...values, subtitle: 'Later' }, version: now.version });
  const [, earlier] = (await historyOf(boss, type, changed.id)).entries;
  const { batch } = await deleteRecords(boss, type, [deleted.id], { why: 'a test' });
  const run = await startBulk(boss, type, 'unpublish', { ids: [living.id] });
  const origin = () =>
    `http://127.1.${1 + Math.floor(Math.random() * 250)}.1:${10_000 + Math.floor(Math.random() * 50_000)}`;
  const { peer } = await addPeer(
    null,
    peerInput(token(), origin(), { algorithm: 'HS256', name: `Peer ${token()}` }),
  );
  const vera = await person('author');
  await openSession(vera.id, { method: 'password' });
  const stopped = await startBulk(boss, type, 'unpublish', { ids: [999_998] });
  await ownerSql()`update bulk_runs set ids = '{999998}', done = 0, finished_at = null, seen_at = now() - interval '1 hour' where id = ${stopped.id}`;
  const going = await startBulk(boss, type, 'unpublish', { ids: [999_997] });
  await ownerSql()`update bulk_runs set ids = '{999997}', done = 0, finished_at = null, seen_at = now() + interval '1 hour' where id = ${going.id}`;
  const bulk = (action: string, id: number) => `/admin/release/bulk?action=${action}&id=${id}`;
  const editors = ['editor', 'admin'];
  const pages: [path: string, buttons: RegExp, allowed: string[]][] = [
    [`/admin/release/${changed.id}/history?entry=${earlier!.id}`, /Go back/, editors],
    [`/admin/release/${living.id}`, /Save/, editors],
    ['/admin/user/new', /Save/, ['admin']],
    [`/admin/user/${boss.id}`, /Save/, ['admin']],
    ['/admin/newsroom/new', /Save/, editors],
    ['/admin/peer/new', /Save/, ['admin']],
    [`/admin/peer/${peer.id}`, /Save/, ['admin']],
    [`/admin/peer/${peer.id}`, /Make a new secret/, ['admin']],
    [`/admin/peer/${peer.id}`, /Use this secret/, ['admin']],
    [`/admin/peer/${peer.id}`, /Test this connection/, ['admin']],
    [`/admin/user/${vera.id}/sessions`, /End all sessions/, ['admin']],
    [`/admin/runs/${run.id}`, /Undo/, ['admin']],
    [`/admin/runs/${stopped.id}`, /Continue/, ['admin']],
    [`/admin/runs/${going.id}`, /Stop/, ['admin']],
    [bulk('publish', living.id), /Publish/, editors],
    [bulk('unpublish', changed.id), /Unpublish/, editors],
    [bulk('delete', living.id), /Delete/, editors],
    [`/admin/user/bulk?action=delete&id=${boss.id}`, /Delete/, ['admin']],
    [bulk('restore', deleted.id), /Restore/, editors],
    [`/admin/release/${deleted.id}`, /Restore/, editors],
    [`/admin/deletions/${batch}`, /Restore/, editors],
    [bulk('purge', deleted.id), /Remove/, ['admin']],
  ];
  const tables = [
    'store.newsrooms',
    'store.releases',
    'store.users',
    'bulk_runs',
    'release_drafts',
    'saved_views',
    'store.peers',
    'sessions',
    'audit_log',
  ];
  // Of this test alone: others may be at work beside it.
  const mine: Record<string, string> = {
    'store.newsrooms': `t.id = ${room.id} or t.name like 'Sent by%'`,
    'store.releases': `t.newsroom_id = ${room.id}`,
    'store.users': `t.id = ${boss.id} or t.name like 'Sent by%'`,
    bulk_runs: `t.id >= ${run.id} and t.user_id = any($1)`,
    release_drafts: `t.release_id in (select id from store.releases where newsroom_id = ${room.id})`,
    saved_views: 't.user_id = any($1)',
    'store.peers': `t.id = ${peer.id} or t.name like 'Sent by%'`,
    sessions: `t.user_id = ${vera.id}`,
    audit_log: `t.type = 'peer' and t.object_id = ${peer.id} and not t.is_refusal`,
  };
  const people: Record<string, User | null> = {
    nobody: null,
    author: await author(room.id),
    auditor: await person('auditor'),
    editor: await person('editor'),
    admin: boss,
  };
  const ids = Object.values(people).flatMap((user) => (user ? [user.id] : []));
  const state = async () => {
    const sums = await Promise.all(
      tables.map((table) =>
        ownerSql().unsafe(
          `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t where ${mine[table]}`,
          mine[table]!.includes('$1') ? [ids] : [],
        ),
      ),
    );
    return sums.map(([row]) => row!.sum).join();
  };
  const sent = (entries: [string, string][]) => {
    const body = new FormData();
    for (const [name, value] of entries) {
      const isText = /^field\.(name|title|description)$/.test(name);
      const given: Record<string, string> = {
        'field.email': `${token()}@sent.example`,
        'field.key': token(),
        'field.origin': origin(),
        secret: `${token()} the secret of the other side`,
      };
      body.append(name, given[name] ?? (isText ? `Sent by ${token()}` : value));
    }
    return body;
  };
  const before = await state();
  const wrong: string[] = [];
  const found: { url: string; label: string; entries: [string, string][] }[] = [];
  for (const [path, buttons, allowed] of pages) {
    const url = `${baseURL}${path}`;
    const forms = await formsOf(blank, await (await as(boss, url)).text());
    const [form] = forms.filter(({ label }) => buttons.test(label));
    if (!form) wrong.push(`${path} has no such button`);
    else found.push({ url, ...form });
    for (const [who, user] of Object.entries(people)) {
      const origins = allowed.includes(who) ? ['https://elsewhere.example', 'null'] : [baseURL!];
      for (const origin of form ? origins : []) {
        await (
          await as(user, url, { method: 'POST', headers: { origin }, body: sent(form!.entries) })
        ).text();
        if ((await state()) !== before) wrong.push(`${who} used “${form!.label}” of ${path} from ${origin}`);
      }
    }
    expect(wrong).toEqual([]);
  }
  // The same requests do change something when they come from whom they were given to: else this would prove nothing.
  let changes = 0;
  for (const { url, entries } of found) {
    if (url.includes('/user/bulk')) continue;
    const earlierState = await state();
    const origin = baseURL!;
    await (await as(boss, url, { method: 'POST', headers: { origin }, body: sent(entries) })).text();
    if ((await state()) !== earlierState) changes++;
  }
  expect(changes).toBeGreaterThan(12);
});
