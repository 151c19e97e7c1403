import { mergeAttributes, Node, ReactNodeViewRenderer } from '@tiptap/react';
import { mediaSrc } from '@/lib/content/media-src';
import { FigureView } from './FigureView';

/** A picture with its caption. Its text is the caption; what it shows, for those who cannot see, is an attribute. */
export const Figure = Node.create<{ releaseId: number }>({
  name: 'figure',
  group: 'block',
  content: 'inline*',
  draggable: true,
  isolating: true,
  defining: true,

  addOptions: () => ({ releaseId: 0 }),

  addAttributes: () => ({
    src: { default: null },
    alt: { default: '' },
    width: { default: null },
    height: { default: null },
    decorative: { default: false },
  }),

  parseHTML() {
    return [
      {
        tag: 'figure',
        getAttrs: (figure) => attributesOf(figure.querySelector('img')),
        // A figure without a caption has one that is empty.
        contentElement: (figure) =>
          (figure as HTMLElement).querySelector<HTMLElement>('figcaption') ??
          (figure as HTMLElement).ownerDocument.createElement('figcaption'),
      },
      { tag: 'img', getAttrs: (img) => attributesOf(img as HTMLImageElement) },
    ];
  },

  renderHTML({ node }) {
    const { src, alt, width, height, decorative } = node.attrs;
    const img = mergeAttributes(
      { src, alt, width, height },
      decorative ? { alt: '', role: 'presentation' } : {},
    );
    return ['figure', ['img', img], ['figcaption', 0]];
  },

  addNodeView: () =>
    ReactNodeViewRenderer(FigureView, {
      className: 'picture-in-text',
      // The fields of a picture are its own business, not typing in the text.
      stopEvent: ({ event }) =>
        event.target instanceof Element && event.target.closest('.picture-fields') !== null,
    }),

  addKeyboardShortcuts() {
    return {
      // A caption is one paragraph: Enter goes on beneath the picture.
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection;
        if ($from.parent.type.name !== this.name) return false;
        return editor
          .chain()
          .insertContentAt($from.after(), { type: 'paragraph' })
          .focus($from.after() + 1)
          .run();
      },
    };
  },
});

function attributesOf(img: HTMLImageElement | null) {
  const src = img?.getAttribute('src') ?? '';
  if (!img || !mediaSrc.test(src)) return false;
  return {
    src,
    alt: img.getAttribute('alt') ?? '',
    width: img.getAttribute('width'),
    height: img.getAttribute('height'),
    decorative: img.getAttribute('role') === 'presentation',
  };
}
