import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { currentName, instantOf, isTimeZone, localOf, spoken, timeZones, zoneLabel } from './zoned-time';

const at = (...given: Parameters<typeof instantOf>) => instantOf(...given).toISOString();

test('a time of day is the instant at which clocks there show it', () => {
  assert.equal(at('2026-11-24T09:30', 'Europe/Berlin'), '2026-11-24T08:30:00.000Z');
  assert.equal(at('2026-07-01T09:30', 'Europe/Berlin'), '2026-07-01T07:30:00.000Z');
  assert.equal(at('2026-07-01T09:30', 'Asia/Kathmandu'), '2026-07-01T03:45:00.000Z');
  assert.equal(at('2026-07-01T00:00', 'UTC'), '2026-07-01T00:00:00.000Z');
  assert.equal(at('2026-07-01T12:00', 'Pacific/Kiritimati'), '2026-06-30T22:00:00.000Z');
});

test('a time that the clocks skip is explained, with what there is instead', () => {
  assert.throws(
    () => instantOf('2027-03-28T02:30', 'Europe/Berlin'),
    /On 28 March 2027 the clocks in Europe\/Berlin go from 02:00 straight to 03:00: there is no 02:30 that day\. Choose a time before 02:00, or 03:00 or later\./,
  );
  assert.throws(() => instantOf('2026-10-04T02:15', 'Australia/Lord_Howe'), /from 02:00 straight to 02:30/);
  assert.equal(at('2027-03-28T03:00', 'Europe/Berlin'), '2027-03-28T01:00:00.000Z');
  assert.equal(at('2027-03-28T01:59', 'Europe/Berlin'), '2027-03-28T00:59:00.000Z');
});

test('a time that comes twice is not guessed', () => {
  const local = '2026-10-25T02:30';
  assert.throws(
    () => instantOf(local, 'Europe/Berlin'),
    /02:30 comes twice: first 02:30 CEST, then 02:30 CET/,
  );
  assert.equal(at(local, 'Europe/Berlin', { occurrence: 'first' }), '2026-10-25T00:30:00.000Z');
  assert.equal(at(local, 'Europe/Berlin', { occurrence: 'second' }), '2026-10-25T01:30:00.000Z');
  assert.equal(at('2026-10-25T03:00', 'Europe/Berlin'), '2026-10-25T02:00:00.000Z');
});

test('zones are listed by the names of today, and the old ones stay good', () => {
  const zones = timeZones();
  const old = ['Africa/Asmera', 'America/Buenos_Aires', 'America/Godthab', 'Asia/Calcutta', 'Europe/Kiev'];
  assert.deepEqual(
    old.filter((name) => zones.includes(name)),
    [],
  );
  assert.deepEqual(old.map(currentName), [
    'Africa/Asmara',
    'America/Argentina/Buenos_Aires',
    'America/Nuuk',
    'Asia/Kolkata',
    'Europe/Kyiv',
  ]);
  assert.ok(zones.every((name) => isTimeZone(name) && currentName(name) === name));
  assert.ok(old.every((name) => isTimeZone(name) && zones.includes(currentName(name))));
  for (const name of old)
    assert.equal(at('2026-11-24T09:30', name), at('2026-11-24T09:30', currentName(name)));
  assert.equal(zoneLabel('America/Buenos_Aires'), 'America/Argentina/Buenos Aires');
});

test('what is no time or no zone is refused with a good example', () => {
  for (const bad of ['', 'tomorrow', '2026-02-29T10:00', '2026-01-01T25:00', '2026-01-01 10:00'])
    assert.throws(() => instantOf(bad, 'UTC'), /is not a date and time; a good one/, bad);
  for (const zone of ['', 'Mars/Base', '+02:00']) {
    assert.throws(() => instantOf('2026-01-01T10:00', zone), /is not a time zone; a good one/);
    assert.equal(isTimeZone(zone), false);
  }
  assert.ok(timeZones().includes('Europe/Zurich') && timeZones().includes('UTC'));
});

test('what clocks show leads back to the instant, in every zone', () => {
  const zones = fc.constantFrom(...timeZones());
  const minutes = fc.integer({ min: Date.UTC(2000, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const instant = new Date(minute * 60_000);
      const local = localOf(instant, zone);
      const both = (['first', 'second'] as const).map((occurrence) => at(local, zone, { occurrence }));
      assert.ok(both.includes(instant.toISOString()), `${instant.toISOString()} ${zone} ${local} ${both}`);
    }),
    { numRuns: 500 },
  );
});

test('a time is said with its zone', () => {
  assert.equal(
    spoken(new Date('2026-11-24T08:30:00Z'), 'Europe/Berlin'),
    '24 November 2026, 09:30 CET (Europe/Berlin)',
  );
  assert.equal(spoken(new Date('2026-11-24T08:30:00Z'), 'UTC'), '24 November 2026, 08:30 UTC');
});
