'use client';

import { type ReactNode, useId, useState } from 'react';
import { tagOptions } from './tag-options';
import type { DraftContent, Newsroom } from './types';

/** The lines of a release. They are plain fields with the names of form-content.ts, with and without JavaScript. */
export function Lines({ content, newsroomPath }: { content: DraftContent; newsroomPath: string }) {
  return (
    <>
      <Line name="title" label="Title" value={content.title} max={300} className="field-title" />
      <Line name="subtitle" label="Subtitle" value={content.subtitle} max={500} />
      <div className="field-pair">
        <Line
          name="dateline"
          label="Dateline"
          hint="The place that the news comes from, such as “Gothenburg, Sweden”."
          value={content.dateline}
          max={200}
        />
        <Line
          name="slug"
          label="Address"
          hint={`The end of its address, ${newsroomPath}; left empty, it is made from the title.`}
          value={content.slug}
          max={80}
        />
      </div>
    </>
  );
}

/** Tags, written one after the other; for each, what was used before is suggested. */
export function Tags({ tags, suggestions }: { tags: string[]; suggestions: string[] }) {
  const id = useId();
  const [typed, setTyped] = useState(tags.join(', '));
  return (
    <>
      <Line
        name="tags"
        label="Tags"
        hint="With commas between them. Readers find related releases by them."
        value={tags.join(', ')}
        list={`${id}tags`}
        onInput={setTyped}
      />
      <datalist id={`${id}tags`}>
        {tagOptions(typed, suggestions).map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}

/** What is said about the newsroom beneath the release. */
export function Boilerplate({ text, newsroom }: { text: string | null; newsroom: Newsroom }) {
  const id = useId();
  return (
    <fieldset className="own-or-newsroom">
      <legend>About the newsroom</legend>
      <Choice name="boilerplateOf" isOwn={text !== null} newsroom={newsroom.name}>
        <div className="field">
          <label htmlFor={id}>Text for this release</label>
          <textarea id={id} name="boilerplate" rows={4} defaultValue={text ?? newsroom.boilerplate} />
        </div>
      </Choice>
      <p className="of-newsroom">
        {newsroom.boilerplate || `${newsroom.name} has written nothing about itself yet.`}
      </p>
    </fieldset>
  );
}

/** Two radio buttons, and what belongs to the second; a style sheet hides what is not chosen. */
export function Choice(o: { name: string; isOwn: boolean; newsroom: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <div className="field field-check">
        <input id={`${id}n`} type="radio" name={o.name} value="newsroom" defaultChecked={!o.isOwn} />
        <label htmlFor={`${id}n`}>As {o.newsroom} has it</label>
      </div>
      <div className="field field-check">
        <input id={`${id}o`} type="radio" name={o.name} value="own" defaultChecked={o.isOwn} />
        <label htmlFor={`${id}o`}>Other for this release</label>
      </div>
      <div className="own">{o.children}</div>
    </>
  );
}

export function Line(o: {
  name: string;
  label: ReactNode;
  value: string;
  hint?: string;
  max?: number;
  type?: string;
  list?: string;
  className?: string;
  onInput?: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={`field ${o.className ?? ''}`} id={o.name.includes('-') ? undefined : `field-${o.name}`}>
      <label htmlFor={id}>{o.label}</label>
      <input
        id={id}
        name={o.name}
        type={o.type ?? 'text'}
        defaultValue={o.value}
        maxLength={o.max}
        list={o.list}
        onInput={(event) => o.onInput?.(event.currentTarget.value)}
        autoComplete="off"
        aria-describedby={o.hint ? `${id}hint` : undefined}
      />
      {o.hint && (
        <p className="field-hint" id={`${id}hint`}>
          {o.hint}
        </p>
      )}
    </div>
  );
}
