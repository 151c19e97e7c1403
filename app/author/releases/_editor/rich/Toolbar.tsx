'use client';

import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { inTables, type Tool, writing } from './tools';

type Props = {
  editor: Editor;
  ref: RefObject<HTMLDivElement | null>;
  isLinking: boolean;
  onLink: () => void;
  onFiles: (files: File[]) => void;
};

/** One stop for Tab, arrow keys within, Escape back into the text (the ARIA toolbar pattern). */
export function Toolbar({ editor, ref, isLinking, onLink, onFiles }: Props) {
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [at, setAt] = useState('undo');
  const isMac = useIsMac();
  const state = useEditorState({ editor, selector: ({ editor }) => stateOf(editor) });
  const groups = [
    ...writing,
    [
      {
        ...{ name: 'link', label: 'Link', sign: 'Link', keys: 'Mod+K' },
        run: onLink,
        isOn: () => editor.isActive('link') || isLinking,
      },
      { name: 'picture', label: 'Picture or file', sign: 'Picture', run: () => chooser.current?.click() },
    ],
    ...(state.isInTable ? [inTables] : []),
  ] satisfies Tool[][];
  const names = groups.flat().map(({ name }) => name);
  const stop = names.includes(at) ? at : 'undo';

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      editor.commands.focus();
      return;
    }
    const index = names.indexOf(stop);
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: names.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const name = names[(to + names.length) % names.length]!;
    setAt(name);
    ref.current?.querySelector<HTMLElement>(`[data-tool="${name}"]`)?.focus();
  };

  return (
    <div className="toolbar" role="toolbar" aria-label="Formatting" ref={ref} onKeyDown={move}>
      {groups.map((tools) => (
        <div className="toolbar-group" key={tools[0]!.name}>
          {tools.map((tool: Tool) => {
            const keys = tool.keys && keysFor(tool.keys, isMac);
            return (
              <button
                key={tool.name}
                type="button"
                data-tool={tool.name}
                className={`tool tool-${tool.name}`}
                aria-label={tool.label}
                aria-pressed={tool.isOn ? tool.isOn(editor) : undefined}
                aria-disabled={state.cannot.includes(tool.name) || undefined}
                aria-keyshortcuts={tool.keys?.replace('Mod', isMac ? 'Meta' : 'Control')}
                title={keys ? `${tool.label} (${keys})` : tool.label}
                tabIndex={tool.name === stop ? 0 : -1}
                onFocus={() => setAt(tool.name)}
                // The text keeps its selection, and on a phone its keyboard.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  if (!state.cannot.includes(tool.name)) tool.run(editor);
                }}
              >
                {tool.sign}
              </button>
            );
          })}
        </div>
      ))}
      <input
        ref={chooser}
        id={`${id}file`}
        type="file"
        multiple
        hidden
        aria-label="Picture or file"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** What of the toolbar changes with the selection; a new value only when something does. */
function stateOf(editor: Editor) {
  const tools = writing.flat();
  return {
    on: tools.filter(({ isOn }) => isOn?.(editor)).map(({ name }) => name),
    cannot: tools.filter(({ can }) => can && !can(editor)).map(({ name }) => name),
    isInTable: editor.isActive('table'),
    isLink: editor.isActive('link'),
  };
}

function useIsMac(): boolean {
  const [isMac, setMac] = useState(false);
  useEffect(() => setMac(/Mac|iPhone|iPad/.test(navigator.userAgent)), []);
  return isMac;
}

const keysFor = (keys: string, isMac: boolean) =>
  isMac
    ? keys.replace('Mod', '⌘').replace('Alt', '⌥').replace('Shift', '⇧').replaceAll('+', '')
    : keys.replace('Mod', 'Ctrl');
