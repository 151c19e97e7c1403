import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvLine } from './csv';

test('a line is quoted where it has to be, and holds no formula', () => {
  assert.equal(csvLine(['a', 1, -2, true, null, undefined]), 'a,1,-2,true,,\r\n');
  assert.equal(csvLine(['a,b', 'say "hi"', 'two\nlines']), '"a,b","say ""hi""","two\nlines"\r\n');
  assert.equal(csvLine(['=1+1', '+1', '-1', '@x', '\t=1', ' =1']), "'=1+1,'+1,'-1,'@x,'\t=1,' =1\r\n");
  assert.equal(csvLine([new Date('2026-11-24T10:00:00Z')]), '2026-11-24T10:00:00.000Z\r\n');
});

test('nor where a spreadsheet takes semicolons for the separator, and quotes in the middle of a field for text', () => {
  assert.equal(csvLine(['term', 'x;=cmd|1;y']), "term,x;'=cmd|1;y\r\n");
  assert.equal(csvLine(['x; @SUM(A1)', 'a,b\n+1', 'a;b; c']), `x;' @SUM(A1),"a,b\n'+1",a;b; c\r\n`);
});
