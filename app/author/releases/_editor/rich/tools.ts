import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  toggleHeaderRow,
} from '@tiptap/pm/tables';
import type { Editor } from '@tiptap/react';
import { newTable, run } from './tables';

/** What the toolbar offers. A tool with isOn is a switch; `keys` are shown and announced. */
export type Tool = {
  name: string;
  label: string;
  /** What stands on the button. */
  sign: string;
  keys?: string;
  isOn?: (editor: Editor) => boolean;
  can?: (editor: Editor) => boolean;
  run: (editor: Editor) => void;
};

const mark = (name: string, label: string, sign: string, keys: string): Tool => ({
  ...{ name, label, sign, keys },
  isOn: (editor) => editor.isActive(name),
  can: (editor) => editor.can().toggleMark(name),
  run: (editor) => editor.chain().focus().toggleMark(name).run(),
});

const heading = (level: 2 | 3, label: string): Tool => ({
  name: `heading${level}`,
  label,
  sign: `H${level}`,
  keys: `Mod+Alt+${level}`,
  isOn: (editor) => editor.isActive('heading', { level }),
  can: (editor) => editor.can().toggleHeading({ level }),
  run: (editor) => editor.chain().focus().toggleHeading({ level }).run(),
});

export const writing: Tool[][] = [
  [
    {
      ...{ name: 'undo', label: 'Undo', sign: '↶', keys: 'Mod+Z' },
      can: (editor) => editor.can().undo(),
      run: (editor) => editor.chain().focus().undo().run(),
    },
    {
      ...{ name: 'redo', label: 'Redo', sign: '↷', keys: 'Mod+Shift+Z' },
      can: (editor) => editor.can().redo(),
      run: (editor) => editor.chain().focus().redo().run(),
    },
  ],
  [heading(2, 'Heading H2'), heading(3, 'Smaller heading H3')],
  [
    mark('bold', 'Bold', 'B', 'Mod+B'),
    mark('italic', 'Italic', 'I', 'Mod+I'),
    mark('subscript', 'Subscript x₂', 'x₂', 'Mod+,'),
    mark('superscript', 'Superscript x²', 'x²', 'Mod+.'),
    mark('code', 'Code', '‹›', 'Mod+E'),
  ],
  [
    {
      ...{ name: 'bulletList', label: 'List', sign: 'List', keys: 'Mod+Shift+8' },
      isOn: (editor) => editor.isActive('bulletList'),
      run: (editor) => editor.chain().focus().toggleBulletList().run(),
    },
    {
      ...{ name: 'orderedList', label: 'Numbered list', sign: 'Numbered', keys: 'Mod+Shift+7' },
      isOn: (editor) => editor.isActive('orderedList'),
      run: (editor) => editor.chain().focus().toggleOrderedList().run(),
    },
    {
      ...{ name: 'blockquote', label: 'Quote', sign: 'Quote', keys: 'Mod+Shift+B' },
      isOn: (editor) => editor.isActive('blockquote'),
      run: (editor) => editor.chain().focus().toggleBlockquote().run(),
    },
    {
      ...{ name: 'codeBlock', label: 'Block of code', sign: '{ }', keys: 'Mod+Alt+C' },
      isOn: (editor) => editor.isActive('codeBlock'),
      run: (editor) => editor.chain().focus().toggleCodeBlock().run(),
    },
    {
      ...{ name: 'horizontalRule', label: 'Dividing line', sign: 'Line' },
      run: (editor) => editor.chain().focus().setHorizontalRule().run(),
    },
    {
      ...{ name: 'table', label: 'Table', sign: 'Table' },
      can: (editor) => !editor.isActive('table'),
      run: (editor) => editor.chain().focus().insertContent(newTable(3, 3)).run(),
    },
  ],
];

export const inTables: Tool[] = [
  { name: 'row', label: 'Add a row', sign: 'Row +', run: (editor) => run(editor, addRowAfter) },
  { name: 'column', label: 'Add a column', sign: 'Column +', run: (editor) => run(editor, addColumnAfter) },
  { name: 'noRow', label: 'Delete the row', sign: 'Row −', run: (editor) => run(editor, deleteRow) },
  {
    name: 'noColumn',
    label: 'Delete the column',
    sign: 'Column −',
    run: (editor) => run(editor, deleteColumn),
  },
  {
    ...{ name: 'headerRow', label: 'The first row holds headings', sign: 'Headings' },
    run: (editor) => run(editor, toggleHeaderRow),
  },
  { name: 'noTable', label: 'Delete the table', sign: 'Table −', run: (editor) => run(editor, deleteTable) },
];
