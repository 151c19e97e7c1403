'use client';

import './editor.css';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import {
  type FormEvent,
  startTransition,
  useActionState,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { checklist } from '@/lib/content/checklist-rules';
import { Message } from '../../../_components/Form';
import { Checklist } from './Checklist';
import { ContactsField } from './ContactsField';
import { Boilerplate, Lines, Tags } from './Fields';
import { FilesField } from './FilesField';
import { bodyOf } from './form-content';
import { Notices } from './Notices';
import { PublishPanel } from './PublishPanel';
import { loadRichText } from './rich/load';
import type { RichTextHandle } from './rich/RichText';
import { SaveStatus } from './SaveStatus';
import type { DraftContent, DraftFile, Draft as DraftOf, EditorAction, Newsroom, Person } from './types';
import { isSame, useDraft } from './use-draft';

// Neither is in what other pages load, nor in what this one waits for.
const RichText = dynamic(loadRichText, { ssr: false });
const ConflictPanel = dynamic(() => import('./ConflictPanel'), { ssr: false });

export type ReleaseEditorProps = {
  draft: DraftOf;
  newsroom: Newsroom & { path: string };
  person: Person;
  /** Of the site, for who has none of their own. */
  siteTimeZone: string;
  timeZones: string[];
  tagSuggestions: string[];
  /** How large a file may be, in a sentence. */
  uploadLimits: string;
  /** Where the form goes: see EditorAction. */
  action: EditorAction;
};

/**
 * A release, being written. Without JavaScript it is a form with plain fields; with it, the text is edited as it will
 * look, and everything is saved while it is written.
 */
export function ReleaseEditor(props: ReleaseEditorProps) {
  const { draft, newsroom, person, action } = props;
  const router = useRouter();
  const text = useRef<RichTextHandle>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const desk = useDraft(draft, person.id, text);
  const { form, isEnhanced, shown, written, state } = desk;
  const [answer, send, isSending] = useActionState(action, null);
  const [hint, setHint] = useState<string | null>(null);
  // A refusal is about what was sent; once that has changed, it says something that may be mended.
  const [past, setPast] = useState<typeof answer>(null);
  const latest = useRef(answer);
  const [isRich, setRich] = useState(false);
  const [files, setFiles] = useState(draft.files);
  const [arrived, setArrived] = useState<DraftFile[]>([]);
  const know = (file: DraftFile) => setFiles((all) => [...all.filter(({ id }) => id !== file.id), file]);
  const timeZone = person.timeZone ?? props.siteTimeZone;

  const { autosave, collect, load, touch } = desk;
  const mended = useCallback(() => {
    setHint(null);
    setPast(latest.current);
  }, []);
  const changed = useCallback(() => {
    mended();
    touch();
  }, [mended, touch]);
  const sent = useRef<DraftContent | null>(null);
  useEffect(() => {
    latest.current = answer;
    if (!answer) return;
    form.current?.querySelector<HTMLElement>('.form-message')?.focus();
    if (answer.revision === undefined) return;
    const now = new Date().toISOString();
    autosave.current?.adopt(answer.revision, answer.savedAt ? new Date(answer.savedAt).toISOString() : now);
    // Somebody may have gone on writing while it was on its way.
    if (sent.current && !isSame(sent.current, collect())) touch();
    sent.current = null;
    router.refresh();
    // Changes that were discarded are to be gone from the form as well.
    if (answer.reload) void load();
  }, [answer, autosave, collect, form, load, router, touch]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const pressed = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null;
    const wish = pressed?.value || 'save';
    setHint(null);
    if (desk.uploads > 0)
      return setHint('A file is still on its way. Wait until it is there, then try again.');
    const isSaved = await desk.flush('save');
    if (isSaved && wish === 'save') mended();
    if (wish === 'save') return;
    if (!isSaved) return setHint('Nothing was done, because your text is not saved yet: see beside it.');
    const data = new FormData(form.current!);
    sent.current = desk.collect();
    data.set('bodyHtml', sent.current.bodyHtml);
    data.set('revision', String(desk.revision()));
    data.set('do', wish);
    startTransition(() => send(data));
  };

  const checks = checklist({ content: written, files }, newsroom);
  return (
    <form
      ref={form}
      className={`form release-editor${isEnhanced ? ' is-enhanced' : ''}`}
      action={isEnhanced ? undefined : send}
      onSubmit={isEnhanced ? submit : undefined}
      onInput={(event) => {
        if ((event.target as HTMLInputElement).name) changed();
      }}
      onKeyDown={(event) => {
        if (event.key === 's' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
          event.preventDefault();
          void desk.flush('save').then((isSaved) => isSaved && mended());
        }
      }}
      autoComplete="off"
      aria-label="Release"
    >
      <div className="editor-messages">
        <Message state={hint ? { message: hint } : answer === past && !answer?.ok ? null : answer} />
        {isEnhanced && (
          <Notices desk={desk} ConflictPanel={ConflictPanel} onWrite={() => text.current?.focus()} />
        )}
      </div>
      <div className="editor-main" key={shown.key}>
        <input type="hidden" name="revision" value={draft.revision} />
        <Lines content={shown.content} newsroomPath={newsroom.path} />
        <div className="field" id="field-bodyHtml">
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click on a label leads into its field, and so it does here */}
          <label
            id="body-label"
            htmlFor="body"
            onClick={(event) => {
              if (!isRich) return;
              event.preventDefault();
              text.current?.focus();
            }}
          >
            Text
          </label>
          <p className="field-hint" id="body-hint">
            {isRich
              ? 'Alt+F10 leads to the toolbar, Escape and then Tab out of the text. Pictures can be dropped or pasted into it.'
              : 'Plain text with empty lines between paragraphs, or HTML.'}
          </p>
          <textarea
            ref={area}
            id="body"
            name="bodyHtml"
            rows={20}
            defaultValue={shown.content.bodyHtml}
            aria-describedby="body-hint"
            hidden={isRich}
          />
          {isEnhanced && (
            <RichText
              // What was typed before the scripts were there; later, what was put into the form.
              initialHtml={() => bodyOf((shown.key === 0 && area.current?.value) || shown.content.bodyHtml)}
              typed={() => bodyOf(area.current?.value ?? '')}
              isBetweenWords={() => /[^\s>][ \t]+$/.test(area.current?.value ?? '')}
              releaseId={draft.releaseId}
              labelledBy="body-label"
              describedBy="body-hint"
              handle={text}
              onReady={(takeFocus) => {
                // Before the field is hidden, which would take the focus away and the next letters with it.
                if (area.current && area.current === document.activeElement) takeFocus();
                if (area.current) area.current.hidden = true;
                setRich(true);
              }}
              onChange={changed}
              onAttachment={(file) => {
                know(file);
                setArrived((all) => [...all, file]);
              }}
              onFile={know}
              onUploads={desk.countUploads}
            />
          )}
        </div>
        <div id="field-pictures">
          <FilesField
            releaseId={draft.releaseId}
            content={shown.content}
            files={files}
            limits={props.uploadLimits}
            arrived={arrived}
            isEnhanced={isEnhanced}
            onChange={changed}
            onUploads={desk.countUploads}
            onFile={know}
          />
        </div>
        <Tags tags={shown.content.tags} suggestions={props.tagSuggestions} />
        <div id="field-contacts">
          <ContactsField
            contacts={shown.content.contacts}
            newsroom={newsroom}
            isEnhanced={isEnhanced}
            onChange={changed}
          />
        </div>
        <div id="field-boilerplate">
          <Boilerplate text={shown.content.boilerplate} newsroom={newsroom} />
        </div>
      </div>
      <div className="editor-side">
        {isEnhanced && (
          <SaveStatus
            state={state}
            isKept={desk.isKept}
            onRetry={() => void desk.flush()}
            onCopy={() => void navigator.clipboard?.writeText(desk.collect().bodyHtml)}
          />
        )}
        <PublishPanel
          key={`${draft.status} ${draft.isPublic}`}
          draft={draft}
          timeZone={timeZone}
          timeZones={props.timeZones}
          isEnhanced={isEnhanced}
        />
        {isSending && <p role="status">One moment…</p>}
        <Checklist items={checks} />
      </div>
    </form>
  );
}
