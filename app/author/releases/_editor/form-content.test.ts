import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, contentOf, publishingOf, wishOf } from './form-content';

const form = (...entries: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
};

test('a form with every field is a whole content', () => {
  const content = contentOf(
    form(
      ['title', 'Acme'],
      ['subtitle', 'S'],
      ['dateline', 'Oslo'],
      ['slug', 'acme'],
      ['bodyHtml', '<p>x</p>'],
      ['tags', 'one, two ,,'],
      ['boilerplateOf', 'own'],
      ['boilerplate', 'a\r\nb'],
      ['contactsOf', 'own'],
      ['contact-name', 'Vera'],
      ['contact-role', ''],
      ['contact-email', 'v@a.example'],
      ['contact-phone', ''],
      ['contact-name', ''],
      ['contact-role', ''],
      ['contact-email', ''],
      ['contact-phone', ''],
      ['picture-id', '3'],
      ['picture-alt', 'Lake'],
      ['picture-caption', ''],
      ['picture-place', '2'],
      ['picture-id', '9'],
      ['picture-alt', ''],
      ['picture-caption', 'C'],
      ['picture-place', '1'],
      ['attachment-id', '4'],
      ['attachment-title', 'Data'],
      ['attachment-id', '5'],
      ['attachment-title', 'Old data'],
      ['attachment-remove', '5'],
    ),
  );
  assert.deepEqual(content, {
    ...{
      title: 'Acme',
      subtitle: 'S',
      dateline: 'Oslo',
      slug: 'acme',
      bodyHtml: '<p>x</p>',
      tags: ['one', 'two'],
    },
    boilerplate: 'a\nb',
    contacts: [{ name: 'Vera', role: '', email: 'v@a.example', phone: '' }],
    pictures: [
      { id: 9, alt: '', caption: 'C' },
      { id: 3, alt: 'Lake', caption: '' },
    ],
    attachments: [{ id: 4, title: 'Data' }],
  });
});

test('what is the newsroom’s own is null', () => {
  const { boilerplate, contacts } = contentOf(
    form(
      ['boilerplateOf', 'newsroom'],
      ['boilerplate', 'x'],
      ['contactsOf', 'newsroom'],
      ['contact-name', 'y'],
    ),
  );
  assert.deepEqual({ boilerplate, contacts }, { boilerplate: null, contacts: null });
});

test('plain text becomes paragraphs, HTML stays', () => {
  assert.equal(bodyOf('One\nline\r\n\r\n3 < 4 & 5\n\n\n'), '<p>One<br>line</p><p>3 &lt; 4 &amp; 5</p>');
  assert.equal(bodyOf('<p>x</p>\n\ny'), '<p>x</p>\n\ny');
  assert.equal(contentOf(form(['bodyHtml', ' \n'])).bodyHtml, '');
});

test('the buttons and the time', () => {
  assert.equal(wishOf(form(['do', 'publish'])), 'publish');
  assert.equal(wishOf(form(['do', 'everything'])), 'save');
  assert.equal(publishingOf(form(['when', 'now'], ['at', '2027-01-01T10:00'])), 'now');
  assert.equal(publishingOf(form(['when', 'keep'])), 'keep');
  assert.deepEqual(
    publishingOf(
      form(['when', 'later'], ['at', '2027-01-01T10:00'], ['timeZone', 'Asia/Tokyo'], ['embargo', 'on']),
    ),
    {
      at: '2027-01-01T10:00',
      timeZone: 'Asia/Tokyo',
      embargo: true,
    },
  );
});
