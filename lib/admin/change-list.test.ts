import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { softDelete } from '@/lib/content/deleted';
import { release } from '@/lib/content/registry';
import { db } from '@/lib/db/client';
import { newsrooms, releases } from '@/lib/db/tables';
import { testDatabase } from '@/lib/db/test-database';
import { changeList } from './change-list';
import { csvRows } from './export';
import { defaults, type ListState, moved, parseState, stateParams } from './list-state';
import { removeView, savedViews, saveView } from './saved-views';
import { person } from './testing/people';
import { adminType } from './types';

const { owner } = await testDatabase();
// Nothing listens there: lists are the same without today's hits.
process.env.MEMCACHED_SERVERS = '127.0.0.1:1';

const type = adminType('release');
const admin = await person('admin');
const state = (changes: Partial<ListState> = {}): ListState => ({ ...defaults(type), ...changes });
const titles = async (changes: Partial<ListState>, perPage = 50) =>
  (await changeList(admin, type, state(changes), { perPage })).rows.map(({ title }) => title);

before(async () => {
  const [room] = await db().insert(newsrooms).values({ slug: 'a', name: 'Acme' }).returning();
  const [other] = await db().insert(newsrooms).values({ slug: 'b', name: 'Bolt' }).returning();
  for (let n = 1; n <= 9; n++) {
    await db()
      .insert(releases)
      .values({
        newsroomId: n % 3 === 0 ? other!.id : room!.id,
        slug: `r${n}`,
        title: `Title ${n}`,
        subtitle: n === 4 ? '=cmd, "quoted"' : null,
        status: n > 6 ? 'draft' : 'published',
        // Two at the same instant; the drafts have no time.
        publishedAt: n > 6 ? null : new Date(Date.UTC(2026, n > 3 ? 1 : 0, Math.min(n, 5), 12)),
      });
  }
  await softDelete(release, [2], { by: admin.id, why: 'a slip' });
});

test('a list has its columns, rows in its order, and how many there are', async () => {
  const list = await changeList(admin, type, state());
  assert.deepEqual(
    list.columns.map(({ name, sorted }) => [name, sorted]),
    [
      ['title', null],
      ['newsroomId', null],
      ['status', null],
      ['publishedAt', 'down'],
      ['hits', null],
    ],
  );
  assert.deepEqual(
    list.rows.map(({ title }) => title),
    ['Title 9', 'Title 8', 'Title 7', 'Title 6', 'Title 5', 'Title 4', 'Title 3', 'Title 1'],
  );
  assert.deepEqual(list.total, { count: 8, estimated: false });
  assert.deepEqual([list.shows.living.count, list.shows.deleted.count, list.shows.all.count], [8, 1, 9]);
  const [, reference] = list.rows[0]!.cells;
  assert.deepEqual(reference, {
    text: 'Bolt',
    kind: 'reference',
    value: 2,
    link: { type: 'newsroom', id: 2 },
  });
  assert.equal(list.rows[0]!.siteUrl, null, 'a draft has no page on the site');
  assert.equal(list.rows[3]!.siteUrl, '/releases/6/r6');
});

test('living, deleted and all are always there; a deleted row says by whom, when and why', async () => {
  const list = await changeList(admin, type, state({ show: 'deleted' }));
  const [row] = list.rows;
  assert.equal(list.rows.length, 1);
  assert.deepEqual(
    [row!.title, row!.deleted?.by, row!.deleted?.why, row!.siteUrl],
    ['Title 2', admin.name, 'a slip', null],
  );
  assert.equal((await titles({ show: 'all' })).length, 9);
  assert.ok((await titles({ show: 'all' })).includes('Title 2'));
});

test('pages go forward and back through every row once, whatever the order', async () => {
  for (const sort of ['-publishedAt', 'publishedAt', 'title', '-title', 'status', 'newsroomId', '-id']) {
    const whole = await titles({ sort, show: 'all' });
    const forward: string[] = [];
    const backward: string[] = [];
    let list = await changeList(admin, type, state({ sort, show: 'all' }), { perPage: 2 });
    assert.equal(list.previous, null);
    for (;;) {
      forward.push(...list.rows.map(({ title }) => title));
      if (!list.next) break;
      list = await changeList(admin, type, state({ sort, show: 'all', cursor: list.next }), { perPage: 2 });
    }
    for (;;) {
      backward.unshift(...list.rows.map(({ title }) => title));
      if (!list.previous) break;
      list = await changeList(admin, type, state({ sort, show: 'all', cursor: list.previous }), {
        perPage: 2,
      });
    }
    assert.deepEqual(forward, whole, sort);
    // Going back ends in a first page that is whole, so rows may be seen again, none is missed.
    assert.deepEqual([...new Set(backward)].sort(), [...whole].sort(), sort);
  }
});

test('a row that is inserted before the page does not move the next one', async () => {
  const first = await changeList(admin, type, state({ sort: 'title' }), { perPage: 3 });
  const [row] = await db()
    .insert(releases)
    .values({ newsroomId: 1, slug: 'new', title: 'A new one' })
    .returning();
  const second = await titles({ sort: 'title', cursor: first.next }, 3);
  assert.deepEqual(second, ['Title 5', 'Title 6', 'Title 7']);
  await owner`select set_config('living.purge', '', false)`;
  await softDelete(release, [row!.id]);
  await owner.begin(async (tx) => tx`select store.purge('releases', 'id = $1', ${row!.id}::int)`);
});

test('a search finds words that begin so, and ids; nothing in it is an operator', async () => {
  assert.deepEqual(await titles({ q: 'tit 4' }), ['Title 4']);
  assert.deepEqual(await titles({ q: 'quot' }), ['Title 4']);
  assert.deepEqual(await titles({ q: '9' }), ['Title 9']);
  for (const q of ["'", '!', '& |', 'a:*', '(((', '\\', "x' | 'y", '%', '🚀']) await titles({ q });
  assert.deepEqual(await titles({ q: '!!' }), []);
});

test('filters count what they leave, with the other filters applied', async () => {
  const { filters } = await changeList(admin, type, state({ filters: { newsroomId: '1' } }));
  const [status, room] = filters;
  assert.deepEqual(
    status!.choices.map(({ value, count }) => [value, count.count]),
    [
      ['draft', 2],
      ['published', 3],
    ],
  );
  assert.deepEqual(
    room!.choices.map(({ label, count, chosen }) => [label, count.count, chosen]),
    [
      ['Acme', 5, true],
      ['Bolt', 3, false],
    ],
  );
  assert.deepEqual(await titles({ filters: { newsroomId: '1', status: 'draft' } }), ['Title 8', 'Title 7']);
});

test('dates go from years to months to days', async () => {
  const at = async (date: string) => {
    const { dates, dateTrail } = await changeList(admin, type, state({ date, show: 'all' }));
    return [
      dates!.map(({ label, count }) => `${label}: ${count.count}`),
      dateTrail.map(({ value }) => value),
    ];
  };
  assert.deepEqual(await at(''), [['2026: 6'], []]);
  assert.deepEqual(await at('2026'), [
    ['January 2026: 3', 'February 2026: 3'],
    ['', '2026'],
  ]);
  assert.deepEqual(await at('2026-02'), [
    ['4 February: 1', '5 February: 2'],
    ['', '2026', '2026-02'],
  ]);
  assert.deepEqual(await titles({ date: '2026-02-05' }), ['Title 6', 'Title 5']);
});

test('the query of an address says a state and what is not usual of it, and the other way round', () => {
  const given = state({
    show: 'all',
    q: 'ferry & co',
    filters: { status: 'draft', newsroomId: '7' },
    date: '2026-11',
    sort: 'title',
    columns: ['title', 'slug'],
    cursor: { direction: 'after', value: 'a~b 2026-11-24 10:00:00+00', id: 7 },
  });
  const params = stateParams(type, given);
  assert.deepEqual(parseState(type, Object.fromEntries(params)), { state: given, problems: [] });
  assert.equal(stateParams(type, state()).toString(), '');
  assert.equal(stateParams(type, given, { sort: type.order }).has('after'), false);
  const odd = parseState(type, {
    show: 'x',
    status: 'y',
    newsroomId: '1; drop',
    date: '2026-13',
    sort: 'bodyHtml,',
    columns: 'nope',
    after: 'x',
  });
  assert.deepEqual(odd.state, state());
  assert.equal(odd.problems.length, 5);
});

test('a filter that a list has not is said, for a list that seems narrower than it is does harm', () => {
  const problems = (params: Record<string, string>) => parseState(type, params).problems;
  for (const name of ['newsroom', 'title', 'author'])
    assert.deepEqual(problems({ [name]: '2' }), [
      `This list has no filter “${name}”; nothing is left out because of it.`,
    ]);
  assert.deepEqual(problems({ newsroomId: '2', utm_source: 'mail' }), []);
});

test('a cursor that is no value of the column is the first page', async () => {
  assert.equal((await titles({ cursor: { direction: 'after', value: 'nonsense', id: 1 } })).length, 8);
});

test('CSV has all that match, and no formula', async () => {
  const lines: string[] = [];
  for await (const line of csvRows(
    admin,
    type,
    state({ show: 'all', columns: ['title', 'subtitle', 'status'], sort: 'id' }),
  ))
    lines.push(line);
  assert.equal(lines[0], 'ID,Title,Subtitle,Status,Deleted,Deleted by,Reason\r\n');
  assert.equal(lines.length, 10);
  assert.equal(lines[4], `4,Title 4,"'=cmd, ""quoted""",published,,,\r\n`);
  assert.match(lines[2]!, /^2,Title 2,,published,\d{4}-.*,admin 1,a slip\r\n$/);
  const [noted] = await owner`select detail from audit_log where action = 'admin.export'`;
  assert.deepEqual(noted!.detail, { query: 'show=all&sort=id&columns=title%2Csubtitle%2Cstatus' });
});

test('views are kept per person, in their canonical form', async () => {
  const someone = await person('editor');
  await saveView(admin, type, { name: ' Drafts ', params: 'status=draft&show=living&after=7~x&nonsense=1' });
  await saveView(admin, type, { name: 'Drafts', params: 'status=draft&sort=title' });
  const mine = await savedViews(admin, type);
  assert.deepEqual(
    mine.map(({ name, params }) => [name, params]),
    [['Drafts', 'status=draft&sort=title']],
  );
  assert.deepEqual(await savedViews(someone, type), []);
  await removeView(someone, mine[0]!.id);
  assert.equal((await savedViews(admin, type)).length, 1);
  await removeView(admin, mine[0]!.id);
  assert.deepEqual(await savedViews(admin, type), []);
});

test('every type has a list, in every set and order it offers', async () => {
  for (const name of ['newsroom', 'file', 'user', 'member', 'peer', 'audit']) {
    const other = adminType(name);
    const base = defaults(other);
    for (const show of other.canDelete ? (['living', 'deleted', 'all'] as const) : (['living'] as const)) {
      const list = await changeList(admin, other, { ...base, show });
      for (const { name: column, sortable } of list.columns)
        if (sortable) await changeList(admin, other, { ...base, show, sort: `-${column}` });
    }
  }
});

test('a column moves one step at a time, and the address keeps the order', () => {
  const columns = ['title', 'status', 'slug'];
  assert.deepEqual(moved(columns, 'slug', -1), ['title', 'slug', 'status']);
  assert.deepEqual(moved(columns, 'title', 1), ['status', 'title', 'slug']);
  assert.deepEqual(moved(columns, 'title', -1), columns);
  assert.deepEqual(moved(columns, 'slug', 1), columns);
  assert.deepEqual(moved(columns, 'nothing', 1), columns);
  const params = stateParams(type, defaults(type), { columns: moved(columns, 'slug', -1) });
  const { state } = parseState(type, Object.fromEntries(params));
  assert.deepEqual(state.columns, ['title', 'slug', 'status']);
});
