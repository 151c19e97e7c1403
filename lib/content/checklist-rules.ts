import type { Contact } from '@/lib/db/tables';
import type { DraftContent } from './draft-content';
import type { DraftFile } from './release-files';

/**
 * What to look at before a release goes out. Pure, and light enough for a browser: an editor may keep it up to date while
 * somebody types. 'must' stands against publishing, 'should' is advice.
 */
export type CheckItem = { level: 'must' | 'should'; message: string; field: keyof DraftContent };

export function checklist(
  draft: { content: DraftContent; files: Pick<DraftFile, 'id' | 'name' | 'width' | 'height'>[] },
  newsroom: { name: string; contacts: Contact[]; boilerplate: string; hasLogo: boolean },
): CheckItem[] {
  const { content } = draft;
  const contacts = content.contacts ?? newsroom.contacts;
  const said = (content.boilerplate ?? newsroom.boilerplate).trim();
  const items: (CheckItem | false)[] = [
    ...ofTitle(content),
    ...ofBody(content.bodyHtml),
    ...contacts.flatMap((contact) => ofContact(contact, content.contacts !== null)),
    contacts.length === 0 &&
      should(
        'contacts',
        'Nobody is named whom the press can ask. Add a contact here or in the newsroom’s settings.',
      ),
    !content.dateline && should('dateline', 'There is no dateline, such as “Gothenburg, Sweden”.'),
    content.dateline.length > 200 && must('dateline', 'The dateline is longer than 200 characters.'),
    content.subtitle.length > 500 && must('subtitle', 'The subtitle is longer than 500 characters.'),
    content.slug !== '' &&
      !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(content.slug) &&
      must(
        'slug',
        'The address may have small letters from a to z, digits and single hyphens only, such as “new-ferry”.',
      ),
    content.slug.length > 80 && must('slug', 'The address is longer than 80 characters.'),
    !said &&
      should(
        'boilerplate',
        `Nothing is said about ${newsroom.name}. Write it here or in the newsroom’s settings.`,
      ),
    said.length > 5000 && must('boilerplate', 'The text about the newsroom is longer than 5,000 characters.'),
    content.tags.length === 0 && should('tags', 'There are no tags; readers find related releases by them.'),
    content.tags.length > 30 && must('tags', 'There are more than 30 tags.'),
    content.tags.some((tag) => tag.length > 60) && must('tags', 'A tag is longer than 60 characters.'),
    contacts.length > 20 && must('contacts', 'There are more than 20 contacts.'),
    ...ofPictures(draft),
    !newsroom.hasLogo &&
      should(
        'pictures',
        `${newsroom.name} has no logo yet. It is shown at the top of each release; add one in the newsroom’s settings.`,
      ),
  ];
  return items
    .filter((item) => item !== false)
    .sort((a, b) => Number(a.level === 'should') - Number(b.level === 'should'));
}

const must = (field: CheckItem['field'], message: string): CheckItem => ({ level: 'must', field, message });
const should = (field: CheckItem['field'], message: string): CheckItem => ({
  level: 'should',
  field,
  message,
});

function ofTitle({ title }: DraftContent): CheckItem[] {
  if (title === '') return [must('title', 'The release has no title.')];
  if (title.length > 300) return [must('title', 'The title is longer than 300 characters.')];
  if (title.length > 110)
    return [
      should(
        'title',
        `The title has ${title.length} characters. Search engines and social networks cut after about 110.`,
      ),
    ];
  if (title.length < 15) return [should('title', 'The title is very short. Say what is new.')];
  return [];
}

function ofBody(html: string): CheckItem[] {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;|\s+/g, ' ')
    .trim();
  const items: CheckItem[] = [];
  if (text === '') items.push(must('bodyHtml', 'The release has no text.'));
  else if (text.length < 200) items.push(should('bodyHtml', 'The text is very short.'));
  const unnamed = [...html.matchAll(/<img\b[^>]*>/g)].filter(
    ([tag]) => !/ alt="[^"]*[^"\s][^"]*"| role="presentation"/.test(tag),
  ).length;
  if (unnamed > 0)
    items.push(
      must(
        'bodyHtml',
        `${pictures(unnamed)} in the text ${unnamed === 1 ? 'has' : 'have'} no description for those who cannot see.`,
      ),
    );
  const links = [...html.matchAll(/<a\b[^>]*>(.*?)<\/a>/gs)].map(([whole, inner]) => ({
    words: inner!
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
    hasPicture: /<img\b/.test(whole),
  }));
  if (links.some(({ words, hasPicture }) => words === '' && !hasPicture))
    items.push(must('bodyHtml', 'A link in the text has no words.'));
  const vague = links.find(({ words }) =>
    /^(click here|here|read more|more|link|this link|https?:\/\/\S{40,})$/i.test(words),
  );
  if (vague)
    items.push(should('bodyHtml', `A link says only “${vague.words.slice(0, 60)}”. Say where it leads.`));
  return items;
}

function ofContact({ name, email, phone }: Contact, isOwn: boolean): CheckItem[] {
  const who = name || 'A contact';
  const where = isOwn ? '' : ' Change it in the newsroom’s settings.';
  if (!name) return [must('contacts', `A contact has no name.${where}`)];
  if (email && !/^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"'.]+$/.test(email))
    return [must('contacts', `“${email}”, of ${who}, is not an e-mail address.${where}`)];
  if (!email && !phone)
    return [should('contacts', `${who} has neither e-mail address nor telephone.${where}`)];
  return [];
}

function ofPictures({ content, files }: Parameters<typeof checklist>[0]): CheckItem[] {
  const without = content.pictures.filter(({ alt }) => alt === '').length;
  const small = content.pictures.flatMap(({ id }) =>
    files.filter((file) => file.id === id && (file.width ?? 0) < 800),
  );
  const items: CheckItem[] = [];
  const inText = [...content.bodyHtml.matchAll(/<img\b[^>]*? src="\/media\/(\d+)\//g)].map(([, id]) =>
    Number(id),
  );
  if (inText.some((id) => !files.some((file) => file.id === id)))
    items.push(
      should(
        'bodyHtml',
        'A picture in the text belongs to another release. Readers see it only while that one is public: add it here instead.',
      ),
    );
  if (without > 0)
    items.push(
      must(
        'pictures',
        `${pictures(without)} ${without === 1 ? 'has' : 'have'} no description (alternative text) for those who cannot see.`,
      ),
    );
  if (content.pictures.length === 0)
    items.push(
      should(
        'pictures',
        inText.length === 0
          ? 'There is no picture.'
          : 'No picture opens the release: lists of releases show none of those in its text.',
      ),
    );
  for (const file of small)
    items.push(
      should(
        'pictures',
        `“${file.name}” is only ${file.width} pixels wide; print and large screens want 1,600 or more.`,
      ),
    );
  return items;
}

const pictures = (n: number) => (n === 1 ? 'One picture' : `${n} pictures`);
