import { diffWords } from 'diff';
import { pictureWords } from '@/lib/content/picture-words';
import type { DraftContent } from './types';

/** Two contents side by side: which fields differ, and what of each is only on one side. For the browser. */
export type Difference = { field: keyof DraftContent; label: string; theirs: Part[]; mine: Part[] };
export type Part = { text: string; isOnlyHere: boolean };

export function differences(theirs: DraftContent, mine: DraftContent): Difference[] {
  return fields.flatMap(([field, label]) => {
    const [a, b] = [wordsOf(theirs, field), wordsOf(mine, field)];
    if (a === b) return [];
    const parts = diffWords(a, b);
    const side = (without: 'added' | 'removed', only: 'added' | 'removed') =>
      parts
        .filter((part) => !part[without])
        .map((part) => ({ text: part.value, isOnlyHere: part[only] === true }));
    return [{ field, label, theirs: side('added', 'removed'), mine: side('removed', 'added') }];
  });
}

const fields: [keyof DraftContent, string][] = [
  ['title', 'Title'],
  ['subtitle', 'Subtitle'],
  ['dateline', 'Dateline'],
  ['bodyHtml', 'Text'],
  ['tags', 'Tags'],
  ['slug', 'Address'],
  ['contacts', 'Contacts'],
  ['boilerplate', 'About the newsroom'],
  ['pictures', 'Pictures'],
  ['attachments', 'Files to download'],
];

function wordsOf(content: DraftContent, field: keyof DraftContent): string {
  switch (field) {
    case 'bodyHtml':
      return textOf(content.bodyHtml);
    case 'tags':
      return content.tags.join(', ');
    case 'contacts':
      return (
        content.contacts
          ?.map(({ name, role, email, phone }) => [name, role, email, phone].filter(Boolean).join(', '))
          .join('\n') ?? 'those of the newsroom'
      );
    case 'boilerplate':
      return content.boilerplate?.trim() ?? 'that of the newsroom';
    case 'pictures':
      return content.pictures.map(pictureWords).join('\n');
    case 'attachments':
      return content.attachments.map(({ id, title }) => title || `File ${id}`).join('\n');
    default:
      return content[field].trim();
  }
}

/** A line for each block; pictures as what they show. */
export function textOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const img of body.querySelectorAll('img')) {
    const id = /^\/media\/(\d+)\//.exec(img.getAttribute('src') ?? '')?.[1] ?? '';
    img.replaceWith(`\n${pictureWords({ id, alt: img.alt })}\n`);
  }
  for (const caption of body.querySelectorAll('figcaption'))
    if (caption.textContent?.trim()) caption.prepend('Caption: ');
  for (const br of body.querySelectorAll('br')) br.replaceWith('\n');
  for (const block of body.querySelectorAll('p, h2, h3, li, blockquote, pre, figcaption, figure, tr, hr'))
    block.append('\n');
  for (const cell of body.querySelectorAll('td, th')) cell.append('\t');
  return (body.textContent ?? '')
    .replace(/[ \t\u00A0]+/g, ' ')
    .replace(/ ?\n[\n ]*/g, '\n')
    .trim();
}
