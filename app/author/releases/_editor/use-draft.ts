'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Autosave, type SaveState } from './autosave';
import { contentOf } from './form-content';
import { LocalCopies, type LocalCopy } from './local-copies';
import { current, leave, type Presence, presence, save } from './requests';
import { plainHtml } from './rich/html';
import type { RichTextHandle } from './rich/RichText';
import type { Draft, DraftContent } from './types';

/**
 * The working copy while it is written: the form is where it lives, and this watches the form. It saves, keeps what is not
 * saved, asks who else is here, and can put another content into the form.
 */
export type Shown = { content: DraftContent; key: number };

const settle = 200;
const askEvery = 10_000;

export function useDraft(draft: Draft, personId: number, text: RefObject<RichTextHandle | null>) {
  const form = useRef<HTMLFormElement>(null);
  const [isEnhanced, setEnhanced] = useState(false);
  const [shown, setShown] = useState<Shown>({ content: draft.content, key: 0 });
  const [written, setWritten] = useState(draft.content);
  const [state, setState] = useState<SaveState>({
    kind: 'saved',
    at: draft.revision > 0 ? new Date(draft.savedAt).toISOString() : null,
  });
  const [isKept, setKept] = useState(true);
  const [others, setOthers] = useState<Presence['editors']>([]);
  const [newer, setNewer] = useState<Presence | null>(null);
  const [leftover, setLeftover] = useState<LocalCopy | null>(null);
  const [uploads, setUploads] = useState(0);
  const autosave = useRef<Autosave | null>(null);
  const copies = useRef<LocalCopies | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(draft.content);
  const busy = useRef(0);

  const collect = useCallback((): DraftContent => {
    if (!form.current) return latest.current;
    const data = new FormData(form.current);
    if (text.current) data.set('bodyHtml', text.current.html());
    latest.current = contentOf(data);
    return latest.current;
  }, [text]);

  /** Something in the form has changed. */
  const touch = useCallback(() => {
    if (timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      autosave.current?.changed();
      setWritten(latest.current);
    }, settle);
  }, []);

  const flush = useCallback(async (kind: 'autosave' | 'save' = 'autosave'): Promise<boolean> => {
    if (timer.current) {
      clearTimeout(timer.current);
      timer.current = null;
      autosave.current?.changed();
    }
    return (await autosave.current?.flush(kind)) ?? false;
  }, []);

  /** Puts a content into the form in place of what is there. */
  const show = useCallback((content: DraftContent) => {
    latest.current = content;
    setShown(({ key }) => ({ content, key: key + 1 }));
    setWritten(content);
  }, []);

  /** Shows what the server has. False: it could not be asked. */
  const load = useCallback(async (): Promise<boolean> => {
    const loaded = await current(draft.releaseId);
    if (!loaded) return false;
    show(loaded.content);
    setNewer(null);
    autosave.current?.adopt(loaded.revision, String(loaded.savedAt));
    return true;
  }, [draft.releaseId, show]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each release; the draft is where it begins
  useEffect(() => {
    setEnhanced(true);
    copies.current = new LocalCopies(draft.releaseId, personId);
    const kept = copies.current;
    autosave.current = new Autosave(
      {
        collect,
        send: (body) => save(draft.releaseId, body),
        keep: (copy) => setKept(kept.keep(copy)),
        tell: setState,
        saved: ({ editors }) => setOthers(editors.map((editor, id) => ({ id, ...editor }))),
        same: isSame,
      },
      draft.revision,
      draft.revision > 0 ? new Date(draft.savedAt).toISOString() : null,
    );
    const saving = autosave.current;
    const unsaved = () => saving.isUnsaved || timer.current !== null || busy.current > 0;
    // What a page saves while it is left may arrive after the page that takes its place was made, as on a reload.
    const hasArrived = async ({ content }: LocalCopy): Promise<boolean> => {
      for (let looks = 1; looks <= 8; looks++) {
        const found = await current(draft.releaseId);
        if (unsaved() || autosave.current !== saving) return false;
        if (found && isSame(found.content, content)) {
          show(found.content);
          setNewer(null);
          saving.adopt(found.revision, String(found.savedAt));
          return true;
        }
        // Somebody else's, or it cannot be asked for.
        if (!found || found.revision > draft.revision) return false;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      return false;
    };
    void kept.left().then(async ([copy]) => {
      if (!copy) return;
      if (isSame(copy.content, draft.content) || (await hasArrived(copy))) kept.drop(copy.key);
      else setLeftover(copy);
    });
    // Somebody may have typed before the page's scripts were there.
    if (form.current && !isSame(contentOf(new FormData(form.current)), draft.content)) touch();

    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved()) event.preventDefault();
    };
    const hide = () => {
      if (saving.isUnsaved || timer.current !== null) void flush();
      leave(draft.releaseId);
    };
    const hurry = () => {
      if (saving.state.kind === 'failed' && saving.state.retryIn !== null) void saving.flush();
    };
    // A file that is dropped beside its place would otherwise take the place of the page.
    const hold = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    window.addEventListener('dragover', hold);
    window.addEventListener('drop', hold);
    window.addEventListener('beforeunload', warn);
    window.addEventListener('pagehide', hide);
    window.addEventListener('online', hurry);
    window.addEventListener('focus', hurry);
    return () => {
      window.removeEventListener('dragover', hold);
      window.removeEventListener('drop', hold);
      window.removeEventListener('beforeunload', warn);
      window.removeEventListener('pagehide', hide);
      window.removeEventListener('online', hurry);
      window.removeEventListener('focus', hurry);
      // To another page of this site: what was written goes along.
      if (unsaved()) void flush();
      leave(draft.releaseId);
      saving.stop();
      kept.close();
    };
  }, [draft.releaseId, personId]);

  // Before React takes the form away: what was typed in the last moment is read while it is there.
  useLayoutEffect(
    () => () => {
      if (timer.current) collect();
    },
    [collect],
  );

  useEffect(() => {
    const ask = async () => {
      const answer = await presence(draft.releaseId);
      if (!answer || !autosave.current) return;
      setOthers(answer.editors);
      const isBehind = answer.revision > autosave.current.revision && !autosave.current.isUnsaved;
      setNewer(isBehind ? answer : null);
    };
    void ask();
    const every = setInterval(() => void ask(), askEvery);
    return () => clearInterval(every);
  }, [draft.releaseId]);

  return {
    ...{ form, isEnhanced, shown, written, state, isKept, others, newer, leftover, uploads },
    ...{ collect, touch, flush, show, load },
    autosave,
    revision: () => autosave.current?.revision ?? draft.revision,
    countUploads: useCallback((change: 1 | -1) => {
      busy.current += change;
      setUploads(busy.current);
    }, []),
    /** After so many milliseconds: when it was brought back, it is to be kept as this tab's own first. */
    forgetLeftover: (after = 0) => {
      if (leftover) setTimeout(() => copies.current?.drop(leftover.key), after);
      setLeftover(null);
    },
  };
}

/** Whether two contents say the same; HTML in any spelling. */
export function isSame(a: DraftContent, b: DraftContent): boolean {
  const canonical = ({ contacts, ...c }: DraftContent) => [
    ...[
      c.title,
      c.subtitle,
      c.dateline,
      c.slug,
      // The server keeps them so.
      c.tags.map((tag) => tag.toLowerCase().replace(/^#+/, '')),
      c.boilerplate?.trim() ?? null,
      plainHtml(c.bodyHtml),
    ],
    contacts?.map(({ name, role, email, phone }) => [name, role, email, phone].map((value) => value || '')) ??
      null,
    c.pictures.map(({ id, alt, caption }) => [id, alt, caption]),
    c.attachments.map(({ id, title }) => [id, title]),
  ];
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}
