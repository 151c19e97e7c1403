import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PresskitError } from '@/lib/errors';
import { refusalPage } from './refusal-page';

const back = { href: '/author/newsrooms/7', label: 'Back to the settings' };

test('a form that is refused for the moment is told when to try again, and why as text', async () => {
  const error = new PresskitError('unavailable', 'Too many files <at once>; try again.', { retryAfter: 9 });
  const page = refusalPage('The logo was not added', error, back);
  assert.equal(page.status, 503);
  assert.equal(page.headers.get('retry-after'), '9');
  assert.match(await page.text(), /Too many files &lt;at once&gt;; try again\./);
});

test('one that is refused for good is not', () => {
  const page = refusalPage('The logo was not added', new PresskitError('invalid', 'No picture.'), back);
  assert.equal(page.status, 422);
  assert.equal(page.headers.has('retry-after'), false);
});
