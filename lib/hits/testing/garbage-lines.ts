import type { Random } from './random';

/**
 * A line such as scanners, crashed writers and full disks leave in a log: never with a line feed inside.
 * @param ordinary makes a good line, as latin1, for what is cut, joined or damaged
 */
export function garbageLine(random: Random, ordinary: () => string, long: boolean): Buffer {
  if (long && random.chance(0.03)) return Buffer.from(random.pick(longLines)(ordinary()), 'latin1');
  if (random.chance(0.15)) return binary(random, random.below(300));
  if (random.chance(0.4)) return Buffer.from(random.pick(fixed), 'latin1');
  // Without fields, so that no line has two of one name: which of them counts is nobody's business.
  const another = () => ordinary().replace(/ [a-z]+="(?:[^"\\]|\\.)*"/g, '');
  return Buffer.from(random.pick(damages)(ordinary(), random, another), 'latin1');
}

function binary(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256))).map((byte) =>
    byte === 10 ? 11 : byte,
  ) as Buffer;
}

type Damage = (line: string, random: Random, another: () => string) => string;

const replaceDate =
  (...dates: string[]): Damage =>
  (line, random) =>
    line.replace(/\[[^\]]*\]/, `[${random.pick(dates)}]`);

const replaceRequest =
  (...requests: string[]): Damage =>
  (line, random) =>
    line.replace(/\] "(?:[^"\\]|\\.)*"/, () => `] "${random.pick(requests)}"`);

const damages: Damage[] = [
  // Half a line, two halves in one, a line written into another.
  (line, random) => line.slice(0, random.below(line.length)),
  (line, random) => line.slice(random.below(line.length)),
  (line, random, another) => line.slice(0, random.below(line.length)) + another(),
  (line, random, another) => `${line}${random.pick([' ', ''])}${another()}`,
  // One byte that is not what it was.
  (line, random) => {
    const at = random.below(line.length);
    const byte = random.below(256);
    return line.slice(0, at) + String.fromCharCode(byte === 10 ? 0 : byte) + line.slice(at + 1);
  },
  replaceDate(
    '31/Feb/2026:10:00:00 +0000',
    '29/Feb/2026:10:00:00 +0000',
    '32/Jan/2026:10:00:00 +0000',
    '00/Jan/2026:10:00:00 +0000',
    '14/Foo/2026:10:00:00 +0000',
    '14/mar/2026:10:00:00 +0000',
    '14/Mar/26:10:00:00 +0000',
    '14/Mar/2026:24:00:00 +0000',
    '14/Mar/2026:10:60:00 +0000',
    '14/Mar/2026:10:00:61 +0000',
    '14/Mar/2026:10:00:00',
    '14/Mar/2026:10:00:00 0000',
    '14/Mar/2026 10:00:00 +0000',
    '2026-03-14T10:00:00Z',
    '-',
    '',
  ),
  // Possible, if odd.
  replaceDate('29/Feb/2028:23:59:60 +1400', '01/Jan/1970:00:00:00 -1200'),
  replaceRequest(
    '',
    '-',
    'GET',
    'GET ',
    'GET  HTTP/1.1',
    'get /releases/1/a HTTP/1.1',
    '/releases/1/a',
    '\\x16\\x03\\x01\\x02\\x00\\x01\\x00\\x01\\xFC\\x03\\x03',
    'GET /releases/1/a"b HTTP/1.1',
    '{\\x22id\\x22:1}',
  ),
  replaceRequest(
    'GET /releases/1/a\\"b HTTP/1.1',
    'GET /releases/1/a b HTTP/1.1',
    'GET /releases/1/a b',
    'GET /releases/1/a?x=a b HTTP/1.1',
    'GET /releases/1/a?x=\\"y\\" HTTP/1.1',
    'GET /releases/1/a HTTP/1.1 HTTP/1.1',
    'GET /releases/1/a HTTP/2',
    'GET /releases/1/\xff\xfe HTTP/1.1',
    'GET /releases/1/\\xC3\\xBC HTTP/1.1',
    'GET ?x HTTP/1.1',
    'GET http://[ HTTP/1.1',
  ),
  (line, random) =>
    line.replace(/" \d{3} /, `" ${random.pick(['20', '2000', 'abc', '-', '099', '000', ''])} `),
  (line) => line.replace(/(" \d{3}) .*/s, '$1'),
  (line, random) => line.replace(/"[^"]*"$/, random.pick(['"bytes=0-', '"\\', '"\\"', '"a\\\\" "b'])),
  // Bytes that are no UTF-8, and control characters, in referrer and agent.
  (line) => line.replace(/https?:/g, 'http\xc3\x28\x00:').replace('Mozilla', 'M\xf0\x28\x8c\x28zilla'),
  (line) => line.replace('Mozilla', 'Moz\\"illa\\x22 \\\\'),
  (line) => line.replaceAll('"', "'"),
  (line) => line.replaceAll(' ', '\t'),
  (line) => ` ${line}`,
  (line) => `${line}   `,
  (line) => `\xef\xbb\xbf${line}`,
  (line) => line.replace(/ - .*? \[(?=\d)/, ' - user [x] ['),
];

const fixed = [
  '',
  ' ',
  '\t \t',
  '\r',
  '\0',
  '"',
  '\\',
  '- - - [] "" 0 0 "" ""',
  '1.2.3.4',
  '1.2.3.4 - -',
  '1.2.3.4 - - [',
  '1.2.3.4 - - [14/Mar/2026:10:00:00 +0000]',
  '1.2.3.4 - - [14/Mar/2026:10:00:00 +0000] ',
  '1.2.3.4 - - [14/Mar/2026:10:00:00 +0000] "',
  '1.2.3.4 - - [14/Mar/2026:10:00:00 +0000] "-" 408 0 "-" "-"',
  '1.2.3.4 - - [14/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1',
  '1.2.3.4 - - [14/Mar/2026:10:00:00 +0000] "GET /releases/1/a HTTP/1.1"',
  '{"time":"2026-03-14T10:00:00Z","request":"GET /releases/1/a HTTP/1.1","status":200}',
  '2026/03/14 10:00:00 [error] 12#12: *1 open() "/releases/1/a" failed (2: No such file or directory), request: "GET / HTTP/1.1"',
  '#Version: 1.0',
  '\x16\x03\x01\x02\x00\x01',
  '--- log rotated ---',
];

const longLines: ((line: string) => string)[] = [
  () => 'x'.repeat(100_000),
  () => '"'.repeat(100_000),
  () => '\\'.repeat(100_001),
  (line) => line.replace(/\/[^ ]* HTTP/, `/releases/1/${'a'.repeat(100_000)} HTTP`),
  (line) => line.replace('Mozilla/5.0', `Mozilla/5.0 ${'(x) '.repeat(25_000)}`),
  (line) => line.replace(/"https?:[^"]*"/, `"https://example.com/${'%41'.repeat(33_000)}"`),
  (line) => `${line} ${'pad="x" '.repeat(12_000)}`,
  (line) => line.replace(' - ', ` - ${'['.repeat(50_000)} `),
  // Over a megabyte a line is malformed, whatever it says.
  (line) => line + ' '.repeat(1_100_000),
];
