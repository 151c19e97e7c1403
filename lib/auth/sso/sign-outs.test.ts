import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { testDatabase } from '@/lib/db/test-database';
import { openSession, sessionOf } from '../sessions';
import { createUser, type User } from '../users';
import { issue } from './issue';
import { newSecret, nonceFor } from './nonces';
import { addPeer, removePeer } from './peers';
import { endEverywhere, signOutEverywhere } from './sign-out';
import { startTelling, tellAgain, tellWaiting, unheard } from './sign-outs';
import { foreignSite } from './testing/foreign-site';
import { peerInput } from './testing/peer-input';

const { owner: sql } = await testDatabase();
process.env.AUTH_SECRET = 'a secret of thirty-two characters, at least';
process.env.SITE_URL = 'http://a.localhost:8080';
const A = process.env.SITE_URL;
const clock = join(mkdtempSync(join(tmpdir(), 'presskit-clock-')), 'now');
const start = Date.parse('2026-11-24T12:00:00Z');
const at = (seconds: number) => writeFileSync(clock, new Date(start + seconds * 1000).toISOString());
at(0);
process.env.CLOCK_FILE = clock;

const foreign = await foreignSite();
const other = await foreignSite();
let vera: User;
let nils: User;
let peerId: number;
before(async () => {
  [vera, nils] = (await Promise.all(
    ['vera', 'nils'].map((name) => createUser({ email: `${name}@example.com`, name, isVerified: true })),
  )) as [User, User];
  peerId = (await addPeer(null, peerInput('foreign', foreign.origin))).peer.id;
  await addPeer(null, peerInput('other', other.origin));
});

async function wentTo(site: string, user: User): Promise<void> {
  const session = (await sessionOf((await openSession(user.id, { method: 'password' })).token))!;
  const sent = await issue({ session, here: A }, { site, next: '/', nonce: nonceFor(newSecret()) });
  assert.ok('location' in sent);
}
const heard = (site = foreign) => site.told.splice(0).map((token) => Number(decodeJwt(token).sub));
const reasons = async () =>
  (
    await sql`select detail->>'reason' as reason from audit_log where action = 'sso.sign_out' order by id`
  ).map(({ reason }) => reason);

test('a peer that was restarting hears of it as soon as its time has come, and only once', async () => {
  await wentTo('foreign', vera);
  await wentTo('foreign', vera);
  await foreign.goAway();
  assert.deepEqual((await signOutEverywhere(vera.id)).told, [{ peer: 'foreign', ok: false }]);
  await foreign.comeBack();
  assert.deepEqual(await tellWaiting(), { told: 0, failed: 0 }, 'not at once: it has just been tried');
  at(16);
  assert.deepEqual(await tellWaiting(), { told: 1, failed: 0 });
  assert.deepEqual(heard(), [vera.id]);
  assert.deepEqual(await unheard(), []);
  at(4000);
  assert.deepEqual(await tellWaiting(), { told: 0, failed: 0 });
});

test('it is tried less and less often, the log says so once, and whoever waits too comes along when it is back', async () => {
  await sql`delete from sso_sign_outs`;
  const logged = (await reasons()).length;
  await Promise.all([wentTo('foreign', vera), wentTo('foreign', nils), wentTo('other', nils)]);
  await foreign.goAway();
  at(10_000);
  await Promise.all([signOutEverywhere(vera.id), signOutEverywhere(nils.id)]);
  assert.deepEqual(heard(other), [nils.id], 'another peer does not wait for this one');
  const tries: number[] = [];
  for (let seconds = 10_000; seconds < 10_000 + 3 * 3600; seconds += 15) {
    at(seconds);
    if ((await tellWaiting()).failed > 0) tries.push(seconds - 10_000);
  }
  assert.ok(tries.length > 5 && tries.length < 40, `${tries}`);
  const gaps = tries.slice(1).map((one, index) => one - tries[index]!);
  assert.ok(gaps.at(-1)! > gaps[0]! * 10, `${gaps}`);
  const [state] = await unheard();
  assert.deepEqual([state!.peer, state!.waiting, state!.givenUp], ['foreign', 2, 0]);
  assert.equal(state!.since.getTime(), start + 10_000_000);
  assert.match(state!.error!, /ECONNREFUSED|fetch failed/);
  assert.deepEqual((await reasons()).slice(logged).filter((one) => one === 'unreachable').length, 2);
  await foreign.comeBack();
  at(10_000 + 5 * 3600);
  assert.deepEqual(await tellWaiting(), { told: 2, failed: 0 });
  assert.deepEqual(heard().sort(), [vera.id, nils.id].sort());
});

test('of many processes at once each tells somebody else', async () => {
  await Promise.all([wentTo('foreign', vera), wentTo('foreign', nils)]);
  await foreign.goAway();
  await Promise.all([signOutEverywhere(vera.id), signOutEverywhere(nils.id)]);
  await foreign.comeBack();
  at(10_000 + 6 * 3600);
  const done = await Promise.all(Array.from({ length: 8 }, () => tellWaiting()));
  assert.equal(
    done.reduce((sum, { told }) => sum + told, 0),
    2,
  );
  assert.deepEqual(heard().sort(), [vera.id, nils.id].sort());
});

test('after a week it is given up, which the log says; somebody can have it told all the same', async () => {
  await wentTo('foreign', vera);
  await foreign.goAway();
  await signOutEverywhere(vera.id);
  at(10_000 + 9 * 24 * 3600);
  assert.deepEqual(await tellWaiting(), { told: 0, failed: 1 });
  assert.deepEqual(
    (await unheard()).map(({ waiting, givenUp }) => [waiting, givenUp]),
    [[0, 1]],
  );
  assert.equal((await reasons()).at(-1), 'given_up');
  at(10_000 + 10 * 24 * 3600);
  assert.deepEqual(await tellWaiting(), { told: 0, failed: 0 });
  assert.deepEqual(await tellAgain(peerId), { told: 0, failed: 1, left: 0 });
  assert.deepEqual(
    (await unheard()).map(({ waiting, givenUp }) => [waiting, givenUp]),
    [[1, 0]],
  );
  await foreign.comeBack();
  assert.deepEqual(await tellAgain(peerId), { told: 1, failed: 0, left: 0 });
  assert.deepEqual(heard(), [vera.id]);
});

test('what nobody looked after is forgotten a week after it was given up', async () => {
  await wentTo('foreign', vera);
  await foreign.goAway();
  await signOutEverywhere(vera.id);
  at(10_000 + 18 * 24 * 3600);
  await tellWaiting();
  at(10_000 + 26 * 24 * 3600);
  await tellWaiting();
  assert.deepEqual(await unheard(), []);
  await foreign.comeBack();
});

test('the process of the site tells by itself, also what another process left behind', async () => {
  await wentTo('foreign', vera);
  await foreign.goAway();
  await signOutEverywhere(vera.id);
  await foreign.comeBack();
  at(10_000 + 27 * 24 * 3600);
  const stop = startTelling(assert.fail, 20);
  while (foreign.told.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await stop();
  assert.deepEqual(heard(), [vera.id]);
});

test('a peer that answers late holds up no other, and each hears in order', async () => {
  await Promise.all([wentTo('foreign', vera), wentTo('foreign', nils), wentTo('other', nils)]);
  await Promise.all([foreign.goAway(), other.goAway()]);
  await signOutEverywhere(vera.id);
  await signOutEverywhere(nils.id);
  await Promise.all([foreign.comeBack(), other.comeBack()]);
  at(10_000 + 28 * 24 * 3600);
  const heardThere = new Promise<void>((resolve) => {
    other.state.before = async () => resolve();
  });
  foreign.state.before = () => heardThere;
  assert.deepEqual(await tellWaiting(), { told: 3, failed: 0 });
  foreign.state.before = other.state.before = undefined;
  assert.deepEqual([heard().length, heard(other).length], [2, 1]);
});

test('whoever presses the button waits for so long, and the rest follows by itself', async () => {
  await Promise.all([wentTo('foreign', vera), wentTo('foreign', nils)]);
  await foreign.goAway();
  await Promise.all([signOutEverywhere(vera.id), signOutEverywhere(nils.id)]);
  await foreign.comeBack();
  foreign.state.before = () => new Promise((resolve) => setTimeout(resolve, 60));
  assert.deepEqual(await tellAgain(peerId, 50), { told: 1, failed: 0, left: 1 });
  foreign.state.before = undefined;
  assert.deepEqual(await tellWaiting(), { told: 1, failed: 0 });
  assert.deepEqual(heard().sort(), [vera.id, nils.id].sort());
});

test('who signs out anew while the last time is given up has a week again', async () => {
  await wentTo('foreign', vera);
  await foreign.goAway();
  await signOutEverywhere(vera.id);
  await foreign.comeBack();
  await wentTo('foreign', vera);
  const before = (await reasons()).length;
  at(10_000 + 36 * 24 * 3600);
  foreign.state.before = async () => {
    foreign.state.before = undefined;
    foreign.state.fails = true;
    await endEverywhere(vera.id, null);
  };
  // The old one fails, and what was noted meanwhile is not taken for it.
  assert.equal((await tellWaiting()).failed, 1);
  foreign.state.fails = false;
  const [state] = await unheard();
  assert.deepEqual([state!.waiting, state!.givenUp], [1, 0]);
  assert.equal((await reasons()).length, before, 'nothing was given up');
  at(10_060 + 36 * 24 * 3600);
  assert.deepEqual(await tellWaiting(), { told: 1, failed: 0 });
  heard();
});

test('a deleted peer is told nothing', async () => {
  await wentTo('foreign', vera);
  await foreign.goAway();
  await signOutEverywhere(vera.id);
  await foreign.comeBack();
  await removePeer(null, 'foreign');
  at(10_000 + 40 * 24 * 3600);
  assert.deepEqual(await tellWaiting(), { told: 0, failed: 1 });
  assert.deepEqual(heard(), []);
});
