import { type EditorState, Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import type { DraftFile } from '../types';
import { upload } from '../uploads';

/**
 * Files that are put into the text. While one is on its way a widget shows it in its place; only when the server has it
 * does the text change, so that undo takes the picture out again and an autosave never sees half of one.
 */
type Waiting = { add: { id: object; pos: number; dom: HTMLElement } } | { remove: object };
const waiting = new PluginKey<DecorationSet>('uploads');

export const uploadsPlugin = () =>
  new Plugin<DecorationSet>({
    key: waiting,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, old) {
        const set = old.map(tr.mapping, tr.doc);
        const change = tr.getMeta(waiting) as Waiting | undefined;
        if (!change) return set;
        if ('remove' in change)
          return set.remove(set.find(undefined, undefined, ({ id }) => id === change.remove));
        const { id, pos, dom } = change.add;
        return set.add(tr.doc, [
          Decoration.widget(pos, dom, { id, side: -1, ignoreSelection: true, stopEvent: () => true }),
        ]);
      },
    },
    props: { decorations: (state) => waiting.getState(state) },
  });

type Place = {
  view: EditorView;
  releaseId: number;
  /** Text for those who cannot see, where it is known already. */
  alt?: string;
  /** A file that is no picture. */
  onAttachment: (file: DraftFile) => void;
  onPicture: (file: DraftFile) => void;
  onStart?: () => void;
  onEnd?: () => void;
};

/** Uploads a file and puts it into the text at the position; errors are told there, with what can be done. */
export async function insertFile(file: File, pos: number, place: Place): Promise<void> {
  const { view, releaseId } = place;
  const id = {};
  const abort = new AbortController();
  const widget = widgetFor(file.name, () => abort.abort());
  view.dispatch(
    view.state.tr.setMeta(waiting, { add: { id, pos: blockBoundary(view.state, pos), dom: widget.dom } }),
  );
  const remove = () => view.dispatch(view.state.tr.setMeta(waiting, { remove: id } satisfies Waiting));
  const before = view.state.doc;
  place.onStart?.();
  try {
    const added = await upload({ releaseId, file, onProgress: widget.progress, signal: abort.signal });
    if (view.isDestroyed) return;
    const at = positionOf(view.state, id);
    const wasIdle = view.state.doc === before;
    remove();
    if (added.kind === 'attachment') place.onAttachment(added);
    else if (at !== null) {
      place.onPicture(added);
      const { src, width, height } = added;
      const node = view.state.schema.nodes.figure!.create({ src, width, height, alt: place.alt ?? '' });
      view.dispatch(view.state.tr.insert(at, node));
      // Whoever waited is asked at once; whoever wrote on is not torn away.
      if (wasIdle && view.hasFocus() && !place.alt) askForAlt(view, at);
    }
  } catch (error) {
    if (view.isDestroyed) return;
    if (abort.signal.aborted) remove();
    else
      widget.failed(error instanceof Error ? error.message : String(error), {
        again: () => {
          const at = positionOf(view.state, id) ?? view.state.doc.content.size;
          remove();
          void insertFile(file, at, place);
        },
        dismiss: remove,
      });
  } finally {
    place.onEnd?.();
  }
}

function askForAlt(view: EditorView, pos: number): void {
  requestAnimationFrame(() => {
    const dom = view.isDestroyed ? null : view.nodeDOM(pos);
    if (dom instanceof Element) dom.querySelector<HTMLInputElement>('.picture-alt')?.focus();
  });
}

function positionOf(state: EditorState, id: object): number | null {
  return waiting.getState(state)?.find(undefined, undefined, (spec) => spec.id === id)[0]?.from ?? null;
}

/** Between the blocks of the text, where a picture can stand: behind the one that is written in, before an empty one. */
function blockBoundary(state: EditorState, pos: number): number {
  const $pos = state.doc.resolve(Math.min(pos, state.doc.content.size));
  if ($pos.depth === 0) return $pos.pos;
  return $pos.node(1).content.size === 0 ? $pos.before(1) : $pos.after(1);
}

function widgetFor(name: string, stop: () => void) {
  const dom = element('div', 'upload');
  dom.contentEditable = 'false';
  const text = element('p');
  text.setAttribute('role', 'status');
  text.textContent = `Adding “${name}” …`;
  const bar = element('progress') as HTMLProgressElement;
  bar.max = 1;
  bar.setAttribute('aria-label', `Adding ${name}`);
  const buttons = element('div', 'upload-buttons');
  buttons.append(button('Stop', stop));
  dom.append(text, bar, buttons);
  return {
    dom,
    progress: (share: number) => {
      // All of it is there; what is left is the server's work.
      if (share >= 1) bar.removeAttribute('value');
      else bar.value = share;
    },
    failed: (sentence: string, o: { again: () => void; dismiss: () => void }) => {
      dom.classList.add('upload-failed');
      text.setAttribute('role', 'alert');
      text.textContent = sentence;
      bar.remove();
      buttons.replaceChildren(button('Try again', o.again), button('Dismiss', o.dismiss));
    },
  };
}

function element(tag: string, className = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', 'quiet-button') as HTMLButtonElement;
  made.type = 'button';
  made.textContent = text;
  made.addEventListener('click', onClick);
  return made;
}
