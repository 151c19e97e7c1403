'use client';

import { TextSelection } from '@tiptap/pm/state';
import { type Editor, EditorContent, Extension, useEditor } from '@tiptap/react';
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { cleanPaste } from '@/lib/content/paste';
import type { DraftFile } from '../types';
import { fileOfData } from '../uploads';
import { htmlOf } from './html';
import { LinkBar } from './LinkBar';
import { insertFile, uploadsPlugin } from './pictures';
import { extensions } from './schema';
import { Toolbar } from './Toolbar';

export type RichTextHandle = { html: () => string; focus: () => void };

type Props = {
  /** What the text is when this comes up. */
  initialHtml: () => string;
  /** What stands in the field that this takes the place of: somebody may type there until the editor is ready. */
  typed: () => string;
  /** Whether that ends with a word and a space. */
  isBetweenWords: () => boolean;
  releaseId: number;
  labelledBy: string;
  describedBy: string;
  handle: RefObject<RichTextHandle | null>;
  /** The editor stands where the field was; `takeFocus`: for somebody who was writing in that. */
  onReady: (takeFocus: () => void) => void;
  /** Something was written; what, is asked for with the handle. */
  onChange: () => void;
  onAttachment: (file: DraftFile) => void;
  /** A picture of the text, whose size the checklist wants to know. */
  onFile: (file: DraftFile) => void;
  /** How many uploads are under way. */
  onUploads: (change: 1 | -1) => void;
};

/** The text of a release, as it will look, with a toolbar above it. Loaded where it is used, and nowhere else. */
export default function RichText(props: Props) {
  const { releaseId, labelledBy, describedBy, handle } = props;
  const current = useRef(props);
  current.current = props;
  const toolbar = useRef<HTMLDivElement>(null);
  const [isLinking, setLinking] = useState(false);
  const [notice, setNotice] = useState<Notice | null>(null);
  const isLeaving = useRef(false);
  const first = useRef<Editor['state']['doc'] | null>(null);
  const [given] = useState(props.initialHtml);
  const initial = useRef(given);
  const isReady = useRef(false);

  const add = (files: File[], pos: number, alt = '') => {
    if (!editor) return;
    for (const file of files) {
      void insertFile(file, pos, {
        view: editor.view,
        releaseId,
        alt,
        onPicture: (added) => current.current.onFile(added),
        onAttachment: (added) => {
          current.current.onAttachment(added);
          setNotice({
            text: `“${added.name}” is no picture. It was added to the files to download, below.`,
            links: [],
          });
        },
        onStart: () => current.current.onUploads(1),
        onEnd: () => current.current.onUploads(-1),
      });
    }
  };
  const pasted = useRef<(html: string) => string>(() => '');
  const files = useRef(add);
  files.current = add;

  const editor = useEditor({
    immediatelyRender: false,
    // The page's style sheet has these rules.
    injectCSS: false,
    content: given,
    extensions: [
      ...extensions({
        releaseId,
        toToolbar: () => toolbar.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
        askForLink: () => setLinking(true),
      }),
      Extension.create({ name: 'uploads', addProseMirrorPlugins: () => [uploadsPlugin()] }),
    ],
    editorProps: {
      attributes: {
        class: 'prose rich-text-body',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': labelledBy,
        'aria-describedby': describedBy,
      },
      transformPastedHTML: (html) => pasted.current(html),
      handlePaste: (view, event) => {
        const { clipboardData } = event;
        const given = [...(clipboardData?.files ?? [])];
        const words = new DOMParser().parseFromString(
          clipboardData?.getData('text/html') ?? '',
          'text/html',
        ).body;
        // Excel and Word send a picture of the text along with it; a picture alone comes with an <img> and no words.
        if (given.length === 0 || words.textContent?.trim()) return false;
        files.current(given, view.state.selection.to);
        return true;
      },
      handleDrop: (view, event, _, isMove) => {
        const given = [...(event.dataTransfer?.files ?? [])];
        if (isMove || given.length === 0) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        view.focus();
        files.current(given, at?.pos ?? view.state.doc.content.size);
        return true;
      },
      handleDOMEvents: {
        // Tab moves within lists and tables; after Escape it leaves the text.
        keydown: (_, event) => {
          if (event.key === 'Escape') isLeaving.current = true;
          else if (event.key !== 'Tab' && event.key !== 'Shift') isLeaving.current = false;
          return event.key === 'Tab' && isLeaving.current;
        },
      },
    },
    onUpdate: () => current.current.onChange(),
  });

  useEffect(() => {
    if (!editor) return undefined;
    // All in one go, once it stands in the page: what is typed before goes into the field, what comes after goes in here.
    const timer = setTimeout(() => {
      if (editor.isDestroyed) return;
      const typed = current.current.typed();
      if (typed !== initial.current) {
        initial.current = typed;
        editor.commands.setContent(typed, { emitUpdate: false });
      }
      // HTML has no space at its end.
      if (current.current.isBetweenWords()) {
        const { tr } = editor.state;
        const end = TextSelection.atEnd(tr.doc).to;
        editor.view.dispatch(tr.insertText(' ', end).setMeta('preventUpdate', true));
      }
      first.current = editor.state.doc;
      isReady.current = true;
      current.current.onReady(() => {
        editor.commands.setTextSelection(editor.state.doc.content.size);
        editor.view.focus();
      });
    });
    return () => clearTimeout(timer);
  }, [editor]);

  pasted.current = (html) => {
    // Copied within an editor such as this one: it says itself what it is.
    if (/\bdata-pm-slice=/.test(html)) return html;
    const { html: clean, pictures, elsewhere } = cleanPaste(html);
    if (elsewhere.length > 0) setNotice(noticeOf(elsewhere));
    if (pictures.length === 0) return clean;
    // They come after the text that they were pasted with.
    setTimeout(() => {
      for (const [i, { src, alt }] of pictures.entries()) {
        const file = fileOfData(src, alt || `picture-${i + 1}`);
        if (file && editor) files.current([file], editor.state.selection.to, alt);
      }
    });
    return clean.replaceAll(
      /<figure><img src="data:[^>]*>(?:<figcaption>.*?<\/figcaption>)?<\/figure>/gs,
      '',
    );
  };

  useImperativeHandle(handle, () => ({
    // As long as nobody has written anything, it is what it was, to the letter.
    html: () => {
      if (!isReady.current) return current.current.typed();
      return editor && first.current && !editor.state.doc.eq(first.current)
        ? htmlOf(editor)
        : initial.current;
    },
    focus: () => editor?.commands.focus(),
  }));

  return (
    <div className="rich-text">
      {editor && (
        <>
          <Toolbar
            editor={editor}
            ref={toolbar}
            isLinking={isLinking}
            onLink={() => setLinking(!isLinking)}
            onFiles={(given) => add(given, editor.state.selection.to)}
          />
          {isLinking && <LinkBar editor={editor} onDone={() => setLinking(false)} />}
        </>
      )}
      <EditorContent editor={editor} />
      <div role="status" className="rich-text-notice">
        {notice && (
          <>
            <p>{notice.text}</p>
            {notice.links.length > 0 && (
              <ul>
                {notice.links.map((src) => (
                  <li key={src}>
                    {/^https?:/.test(src) ? (
                      <a href={src} target="_blank" rel="noreferrer">
                        {src}
                      </a>
                    ) : (
                      src
                    )}
                  </li>
                ))}
              </ul>
            )}
            <button type="button" className="quiet-button" onClick={() => setNotice(null)}>
              Dismiss
            </button>
          </>
        )}
      </div>
    </div>
  );
}

type Notice = { text: string; links: string[] };

/** Pictures stay behind that are on other servers, or on somebody's disk: they are named, so that none is missed. */
function noticeOf(elsewhere: string[]): Notice {
  const count = elsewhere.length === 1 ? 'One picture was' : `${elsewhere.length} pictures were`;
  const them = elsewhere.length === 1 ? 'it' : 'them';
  return {
    text: `${count} not taken over, because a page here shows no pictures from elsewhere. Save ${them} on your computer, then drop ${them} into the text.`,
    links: elsewhere
      .slice(0, 20)
      .map((src) => (src.startsWith('file:') ? (src.split(/[/\\]/).at(-1) ?? src) : src)),
  };
}
