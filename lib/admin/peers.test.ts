import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSession, sessionOf } from '@/lib/auth/sessions';
import { issue } from '@/lib/auth/sso/issue';
import { note, noteRefusal } from '@/lib/auth/sso/log';
import { newSecret, nonceFor } from '@/lib/auth/sso/nonces';
import { peerByKey, secretOf } from '@/lib/auth/sso/peers';
import { refuse } from '@/lib/auth/sso/refusals';
import { foreignSite } from '@/lib/auth/sso/testing/foreign-site';
import { testDatabase } from '@/lib/db/test-database';
import { changeList } from './change-list';
import { deleteRecords, restoreRecord } from './deletions';
import { csvRows } from './export';
import { historyOf } from './history';
import { parseState } from './list-state';
import { changeSecret, peerState, tellPeerAgain, testConnection } from './peers';
import { blankForm, recordForm } from './record-form';
import { saveRecord } from './save';
import { endSessions, sessionsOf } from './sessions';
import { ssoLogCsv, ssoLogPage } from './sso-log';
import { person } from './testing/people';
import { adminType } from './types';

const { owner: sql } = await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
const A = process.env.SITE_URL;
const type = adminType('peer');
const admin = await person('admin');
const auditor = await person('auditor');

const textOf = async (lines: AsyncIterable<string>) => {
  let text = '';
  for await (const line of lines) text += line;
  return text;
};
const form = async (given: Record<string, string>) => ({
  ...(await blankForm(admin, type)).values,
  ...given,
});
async function add(given: Record<string, string>) {
  const answer = await saveRecord(admin, type, null, { given: await form(given), version: null });
  assert.ok(answer.state === 'saved', JSON.stringify(answer));
  return answer;
}
async function change(id: number, given: Record<string, string | null>) {
  const { values, version } = await recordForm(admin, type, id);
  const all = Object.fromEntries(
    Object.entries({ ...values, ...given }).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  return saveRecord(admin, type, id, { given: all, version });
}
const shop = { key: 'shop', name: 'Shop', origin: 'https://shop.example/', algorithm: 'HS256' };
let id: number;

test('a form makes a peer by the rules of the command line, and its secret is answered this once', async () => {
  const { secret, ...saved } = await add(shop);
  id = saved.id;
  const peer = await peerByKey('shop');
  assert.equal(Buffer.from(secretOf(peer)).toString(), secret);
  assert.deepEqual(
    [peer.origin, peer.enabled, peer.noncePolicy, peer.provisioning, peer.defaultRole, peer.jwksUrl],
    ['https://shop.example', true, 'required', 'none', 'author', null],
  );
  const lists = parseState(type, { columns: 'name,secretSealed,usedAt' });
  const seen = JSON.stringify([
    await recordForm(admin, type, id),
    await changeList(admin, type, lists.state),
    await textOf(csvRows(admin, type, lists.state)),
    await historyOf(admin, type, id),
    await peerState(admin, id),
    await sql`select * from audit_log`,
    await sql`select * from history.entries`,
  ]);
  assert.equal(seen.indexOf(secret!), -1, seen);
  assert.equal(seen.indexOf(peer.secretSealed!), -1, seen);
});

const refused: [what: string, given: Record<string, string>, field: string][] = [
  ['http elsewhere', { origin: 'http://other.example' }, 'origin'],
  ['a path in the origin', { origin: 'https://other.example/en' }, 'origin'],
  ['our own domain', { origin: A }, 'origin'],
  ['an origin that is taken', { origin: 'https://shop.example' }, 'origin'],
  ['a key that is taken', { key: 'shop' }, 'key'],
  ['a key with a space', { key: 'my shop' }, 'key'],
  ['no name', { name: ' ' }, 'name'],
  ['admins', { defaultRole: 'admin' }, 'defaultRole'],
  ['an unknown protocol', { protocol: 'saml' }, 'protocol'],
  ['an address without TLS', { logoutUrl: 'http://other.example/out' }, 'logoutUrl'],
  ['keys to fetch with a secret', { algorithm: 'HS256', jwksUrl: 'https://other.example/k' }, 'jwksUrl'],
  ['our database at a forum', { protocol: 'discourse', sharesDatabase: 'on' }, 'sharesDatabase'],
];
for (const [what, given, field] of refused)
  test(`a form with ${what} is refused at its field, and nothing is made`, async () => {
    const all = { key: 'other', name: 'Other', origin: 'https://other.example', ...given };
    const answer = await saveRecord(admin, type, null, { given: await form(all), version: null });
    assert.ok(answer.state === 'invalid');
    assert.deepEqual(Object.keys(answer.problems), [field]);
    assert.ok(answer.problems[field]!.length > 10);
    await assert.rejects(peerByKey('other'), { code: 'not_found' });
  });

test('changing a peer obeys the same rules, and makes a secret when it first needs one', async () => {
  const { id: forum } = await add({ key: 'forum', name: 'Forum', origin: 'https://forum.example' });
  const wrong = await change(forum, { protocol: 'discourse', consumeUrl: 'https://forum.example/x' });
  assert.ok(wrong.state === 'invalid' && wrong.problems.consumeUrl);
  const answer = await change(forum, { protocol: 'discourse' });
  assert.ok(answer.state === 'saved' && answer.secret);
  assert.equal(Buffer.from(secretOf(await peerByKey('forum'))).toString(), answer.secret);
  const again = await change(forum, { name: 'The forum' });
  assert.ok(again.state === 'saved' && again.secret === undefined);
  assert.equal((await peerState(admin, forum))?.needsSecret, true);
});

test('a weaker policy is saved and warned of', async () => {
  await change(id, { noncePolicy: 'confirm', vouchesForAddresses: 'on' });
  assert.equal((await peerState(admin, id))?.warnings.length, 2);
  await change(id, { noncePolicy: 'required', vouchesForAddresses: null });
  assert.deepEqual((await peerState(admin, id))?.warnings, []);
});

test('another secret is made once per form, and the history says that it is another', async () => {
  const { version } = await recordForm(admin, type, id);
  const secret = await changeSecret(admin, id, { version });
  assert.equal(Buffer.from(secretOf(await peerByKey('shop'))).toString(), secret);
  await assert.rejects(changeSecret(admin, id, { version }), { code: 'conflict' });
  const [entry] = (await historyOf(admin, type, id)).entries;
  assert.deepEqual(
    [entry!.by?.id, entry!.fields],
    [admin.id, [{ name: 'secretSealed', label: 'Secret', before: 'a secret', after: 'another secret' }]],
  );
  const given = 'd836444a9e4084d5b224a60c208dce14';
  const next = (await recordForm(admin, type, id)).version;
  assert.equal(await changeSecret(admin, id, { version: next, given }), null);
  assert.equal(Buffer.from(secretOf(await peerByKey('shop'))).toString(), given);
  await assert.rejects(changeSecret(admin, id, { version: null, given }), { code: 'conflict' });
});

test('a deleted peer comes back with its secret, also under another key', async () => {
  const before = secretOf(await peerByKey('shop'));
  await deleteRecords(admin, type, [id]);
  assert.equal(await peerState(admin, id), null);
  await assert.rejects(testConnection(admin, id), { code: 'not_found' });
  await add({ ...shop, origin: 'https://second.example' });
  const answer = await restoreRecord(admin, type, id);
  assert.ok(answer.state === 'conflict');
  const [{ table, column, value }] = answer.conflicts as [(typeof answer.conflicts)[number]];
  assert.deepEqual([table, column, value], ['peers', 'key', 'shop']);
  await assert.rejects(
    restoreRecord(admin, type, id, { renamed: [{ table, id, column, value: 'not a key' }] }),
    { code: 'invalid' },
  );
  await restoreRecord(admin, type, id, { renamed: [{ table, id, column, value: 'shop-2' }] });
  assert.deepEqual(secretOf(await peerByKey('shop-2')), before);
});

test('a connection is tested by those who may set its addresses, and not without end', async () => {
  const foreign = await foreignSite();
  const { id: other } = await add({ key: 'foreign', name: 'Foreign', origin: foreign.origin });
  await assert.rejects(testConnection(auditor, other), { code: 'forbidden' });
  await assert.rejects(changeSecret(auditor, other, { version: null }), { code: 'forbidden' });
  await assert.rejects(tellPeerAgain(auditor, other), { code: 'forbidden' });
  assert.equal(foreign.state.fetched, 0);
  const found = await testConnection(admin, other);
  assert.ok(found.some(({ ok, sentence }) => ok && /keys can be read/.test(sentence)));
  assert.ok(found.some(({ ok, sentence }) => !ok && /answers 404/.test(sentence)));
  for (let n = 1; n < 20; n++) await testConnection(admin, other);
  await assert.rejects(testConnection(admin, other), { code: 'conflict', message: /often enough/ });
});

test('the log says who, which peer, what and why; per peer, by outcome, page by page, and as CSV', async () => {
  const [peer, second] = [await peerByKey('foreign'), await peerByKey('forum')];
  const vera = await person('author');
  await note('issue', { actorId: vera.id, peer, detail: { here: A, jti: 'abc' } });
  await note('consume', { actorId: vera.id, peer: second, detail: { here: A } });
  await noteRefusal('consume', refuse('expired'), { peer, here: A });
  await noteRefusal('consume', refuse('issuer', { issuer: '=evil()' }), { peer: null, here: A });
  const all = await ssoLogPage(auditor, { limit: 3 });
  assert.deepEqual(
    all.entries.map(({ what, peer: of, reason, who }) => [what, of?.name, reason, who?.name ?? null]),
    [
      ['Token refused', '=evil()', 'the issuer is no peer of ours', null],
      ['Token refused', 'Foreign', 'the token has expired, or the clocks differ', null],
      ['Token consumed', second.name, null, vera.name],
    ],
  );
  const rest = await ssoLogPage(auditor, { limit: 3, before: all.next! });
  assert.deepEqual(
    [rest.entries[0]!.what, rest.entries[0]!.more],
    ['Token issued', 'at a.localhost:8080; token abc'],
  );
  const what = async (asked: object) => (await ssoLogPage(admin, asked)).entries.map((one) => one.what);
  assert.deepEqual(await what({ peerId: peer.id }), ['Token refused', 'Token issued']);
  assert.deepEqual(await what({ outcome: 'refused', peerId: second.id }), []);
  assert.deepEqual(await what({ outcome: 'consumed' }), ['Token consumed']);
  const csv = await textOf(ssoLogCsv(auditor, { outcome: 'refused' }));
  assert.match(csv, /,'=evil\(\),Token refused/);
  const [editor, author] = [await person('editor'), await person('author')];
  await assert.rejects(ssoLogPage(editor, {}), { code: 'forbidden' });
  await assert.rejects(ssoLogPage(author, {}), { code: 'not_found' });
  await assert.rejects(ssoLogCsv(editor, {}).next(), { code: 'forbidden' });
});

test('sessions of a person are seen by who may see people, and ended by who may change them', async () => {
  const vera = await person('author');
  const open = async () =>
    (await openSession(vera.id, { method: 'password', address: '192.0.2.7', host: 'a.localhost:8080' }))
      .token;
  const token = await open();
  const seen = await sessionsOf(admin, vera.id);
  assert.deepEqual(
    seen.sessions.map(({ host, method, address }) => [host, method, address]),
    [['a.localhost:8080', 'with a password', '192.0.2.7']],
  );
  const less = await sessionsOf(auditor, vera.id);
  assert.deepEqual([less.mayEnd, less.sessions[0]!.address], [false, null]);
  for (const who of [auditor, await person('editor')])
    await assert.rejects(endSessions(who, vera.id), { code: 'forbidden' });
  await assert.rejects(sessionsOf(await person('editor'), vera.id), { code: 'forbidden' });
  assert.ok(await sessionOf(token));
  assert.deepEqual(await endSessions(admin, vera.id), { ended: 1, told: [] });
  assert.equal(await sessionOf(token), null);
  const [entry] =
    await sql`select actor_id, object_id from audit_log where action = 'session.end_all' order by id desc limit 1`;
  assert.deepEqual({ ...entry }, { actor_id: admin.id, object_id: vera.id });
});

test('whoever is deactivated or deleted is signed out here and at the peers, and stays so when they are back', async () => {
  const users = adminType('user');
  for (const way of ['deactivated', 'deleted'] as const) {
    const vera = await person('author');
    const { token } = await openSession(vera.id, { method: 'password' });
    const session = (await sessionOf(token))!;
    await issue({ session, here: A }, { site: 'foreign', next: '/', nonce: nonceFor(newSecret()) });
    if (way === 'deleted') {
      await deleteRecords(admin, users, [vera.id]);
      await restoreRecord(admin, users, vera.id);
    } else {
      for (const deactivatedAt of ['2026-11-24T12:00', '']) {
        const { values, version } = await recordForm(admin, users, vera.id);
        const answer = await saveRecord(admin, users, vera.id, {
          given: { ...values, deactivatedAt },
          version,
        });
        assert.equal(answer.state, 'saved');
      }
    }
    assert.equal(await sessionOf(token), null, way);
    const [waiting] = await sql`select count(*)::int from sso_sign_outs where user_id = ${vera.id}`;
    assert.equal(waiting!.count, 1, way);
  }
});
