import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, today } from '@/lib/clock';
import { dayOfLine } from './stdin';

const dayOf = (line: string) => dayOfLine(Buffer.from(line, 'latin1'));

test('a line belongs to the day its own digits say, whatever its zone', () => {
  assert.equal(dayOf('192.0.2.1 - - [17/May/2015:23:59:59 -0730] "GET / HTTP/1.1" 200 1'), '2015-05-17');
  assert.equal(dayOf('192.0.2.1 - - [29/Feb/2024:00:00:00 +1400] "GET / HTTP/1.1" 200 1'), '2024-02-29');
  assert.equal(dayOf('a.example:80 192.0.2.1 - a [b] [01/Jan/2020:00:00:00 +0000] "GET /'), '2020-01-01');
});

test('a line without a day, or of one that cannot be, belongs to today', () => {
  const impossible = [
    '',
    '\0\xff[',
    '[',
    '[31/Feb/2026:10:00:00 +0000]',
    '[14/Foo/2026:1',
    '[01/Jan/0001:00:00:00 +0000]',
  ];
  for (const line of impossible) assert.equal(dayOf(line), today(), line);
  assert.equal(dayOf('[01/Jan/2999:00:00:00 +0000]'), today());
});

test('a clock that is a little ahead may say tomorrow', () => {
  const [year, month, date] = addDays(today(), 1).split('-');
  const name = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[Number(month) - 1];
  assert.equal(dayOf(`192.0.2.1 - - [${date}/${name}/${year}:00:00:01 +0000] "`), addDays(today(), 1));
});
