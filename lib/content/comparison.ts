import { diffWordsWithSpace } from 'diff';
import { bodyTextOf } from './body';
import type { DraftContent } from './draft-content';
import { pictureWords } from './picture-words';

/** What is different between two states of a release, word by word, field by field. Pure. */
export type Part = { text: string; kind: 'same' | 'added' | 'removed' };
export type Change = {
  field: keyof DraftContent;
  label: string;
  parts: Part[];
  /** Said when the words do not show what changed. */
  note: string | null;
};

/** The fields that differ, from the earlier state to the later one; none when they are the same. */
export function compare(earlier: DraftContent, later: DraftContent): Change[] {
  return fields.flatMap(({ field, label, text }): Change[] => {
    const [a, b] = [text(earlier), text(later)];
    if (a !== b) return [{ field, label, parts: partsOf(a, b), note: null }];
    const isSame = JSON.stringify(earlier[field]) === JSON.stringify(later[field]);
    if (field !== 'bodyHtml' || isSame) return [];
    return [
      {
        field,
        label,
        parts: [],
        note: 'The words are the same; their form or a link has changed.',
      },
    ];
  });
}

const fields: { field: keyof DraftContent; label: string; text: (content: DraftContent) => string }[] = [
  { field: 'title', label: 'Title', text: ({ title }) => title },
  { field: 'subtitle', label: 'Subtitle', text: ({ subtitle }) => subtitle },
  { field: 'dateline', label: 'Dateline', text: ({ dateline }) => dateline },
  { field: 'bodyHtml', label: 'Text', text: ({ bodyHtml }) => bodyTextOf(withPictures(bodyHtml)) },
  {
    field: 'pictures',
    label: 'Pictures',
    text: ({ pictures }) => pictures.map(pictureWords).join('\n'),
  },
  {
    field: 'attachments',
    label: 'Downloads',
    text: ({ attachments }) => attachments.map(({ title }) => title).join('\n'),
  },
  { field: 'tags', label: 'Tags', text: ({ tags }) => tags.join(', ') },
  {
    field: 'contacts',
    label: 'Contacts',
    text: ({ contacts }) =>
      contacts
        ?.map(({ name, role, email, phone }) => [name, role, email, phone].filter(Boolean).join(', '))
        .join('\n') ?? 'Those of the newsroom',
  },
  {
    field: 'boilerplate',
    label: 'About the newsroom',
    text: ({ boilerplate }) => boilerplate ?? 'That of the newsroom',
  },
  { field: 'slug', label: 'Address', text: ({ slug }) => slug },
];

/** A cleaned body, its pictures in words. An attribute of such a body has no ">" and no quotation mark of its own. */
const withPictures = (cleanHtml: string): string =>
  cleanHtml
    .replace(/<img\b[^>]*>/g, (tag) => {
      const id = / src="\/media\/(\d+)\//.exec(tag)?.[1] ?? '';
      return `<br>${pictureWords({ id, alt: / alt="([^"]*)"/.exec(tag)?.[1] ?? '' })}<br>`;
    })
    .replace(/<figcaption>(?!\s*<\/figcaption>)/g, '<figcaption>Caption: ');

function partsOf(earlier: string, later: string): Part[] {
  // Two long texts with hardly a word in common take minutes to compare, and nobody could read the result.
  const found = diffWordsWithSpace(earlier, later, { timeout: 1000 });
  const parts: Part[] = found
    ? found.map(({ value, added, removed }) => ({
        text: value,
        kind: added ? 'added' : removed ? 'removed' : 'same',
      }))
    : [
        { text: earlier, kind: 'removed' },
        { text: later, kind: 'added' },
      ];
  return parts.filter(({ text }) => text !== '');
}
