import { Link } from '@tiptap/extension-link';
import { Extension, type Extensions, Mark } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { Figure } from './figure';
import { tables } from './tables';

/** What can be written: exactly what lib/content/body.ts lets into a body, and nothing that it would take out again. */
export function extensions(o: {
  releaseId: number;
  toToolbar: () => void;
  askForLink: () => void;
}): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [2, 3] },
      strike: false,
      underline: false,
      link: false,
      dropcursor: { class: 'drop-here', color: false },
    }),
    Link.configure({
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      defaultProtocol: 'https',
      HTMLAttributes: { target: null, rel: null },
      isAllowedUri: (uri) => /^(https?:\/\/|mailto:|\/(?![/\\]))/i.test(uri),
    }),
    script('subscript', 'sub', 'Mod-,'),
    script('superscript', 'sup', 'Mod-.'),
    Figure.configure({ releaseId: o.releaseId }),
    ...tables,
    Extension.create({
      name: 'ways',
      addKeyboardShortcuts: () => ({
        'Alt-F10': () => {
          o.toToolbar();
          return true;
        },
        'Mod-k': () => {
          o.askForLink();
          return true;
        },
      }),
    }),
  ];
}

const script = (name: 'subscript' | 'superscript', tag: 'sub' | 'sup', shortcut: string) =>
  Mark.create({
    name,
    excludes: 'subscript superscript',
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
    addKeyboardShortcuts() {
      return { [shortcut]: () => this.editor.commands.toggleMark(name) };
    },
  });
