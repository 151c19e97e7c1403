'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { currentName, instantOf, localOf, spoken, zoneLabel } from '@/lib/content/zoned-time';
import { Submit } from '../../../_components/Form';
import { type Publishing, publishingOf } from './form-content';
import type { Draft } from './types';

type Props = {
  draft: Draft;
  /** The person's own, or the site's. */
  timeZone: string;
  timeZones: string[];
  isEnhanced: boolean;
};

/** When readers see it, and the buttons. Times are those of clocks in the zone that stands beside them. */
export function PublishPanel({ draft, timeZone, timeZones, isEnhanced }: Props) {
  const id = useId();
  const { status, isPublic, publishedAt, differs } = draft;
  const isWaiting = !isPublic && (status === 'scheduled' || status === 'embargoed');
  const own = currentName(timeZone);
  const firstZone = currentName((isWaiting && draft.timeZone) || own);
  const [zone, setZone] = useState(firstZone);
  const [at, setAt] = useState(isWaiting && publishedAt ? localOf(new Date(publishedAt), firstZone) : '');
  // Null: what is chosen is not known before the form is sent.
  const [chosen, setChosen] = useState<Publishing | null>(isPublic ? 'keep' : null);
  const when = useRef<HTMLFieldSetElement>(null);
  const look = () => {
    if (when.current?.form) setChosen(publishingOf(new FormData(when.current.form)));
  };
  // Somebody may have chosen before the page's scripts were there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once they are
  useEffect(() => {
    if (isEnhanced) look();
  }, [isEnhanced]);
  const time = isEnhanced && at ? timeOf(at, zone) : null;
  return (
    <section className="publish" aria-labelledby="publish">
      <h2 id="publish">Publishing</h2>
      {/* The names of time zones are the business of each ICU, the server's and the browser's. */}
      <p suppressHydrationWarning>{stateOf(draft, timeZone)}</p>
      {isPublic ? (
        <input type="hidden" name="when" value="keep" />
      ) : (
        <fieldset className="when" ref={when} onChange={look}>
          <legend>When readers see it</legend>
          <div className="field field-check">
            <input id={`${id}now`} type="radio" name="when" value="now" defaultChecked={!isWaiting} />
            <label htmlFor={`${id}now`}>At once</label>
          </div>
          <div className="field field-check">
            <input id={`${id}later`} type="radio" name="when" value="later" defaultChecked={isWaiting} />
            <label htmlFor={`${id}later`}>At a time</label>
          </div>
          <div className="at">
            <div className="field">
              <label htmlFor={`${id}at`}>Date and time</label>
              <input
                id={`${id}at`}
                name="at"
                type="datetime-local"
                defaultValue={at}
                aria-describedby={`${id}time`}
                onChange={(event) => setAt(event.target.value)}
              />
            </div>
            <div className="field">
              <label htmlFor={`${id}zone`}>Time zone</label>
              <select
                id={`${id}zone`}
                name="timeZone"
                defaultValue={firstZone}
                onChange={(event) => setZone(event.target.value)}
              >
                {[...new Set([firstZone, own, 'UTC'])].map((name) => (
                  <option key={name} value={name}>
                    {zoneLabel(name)}
                  </option>
                ))}
                <optgroup label="All time zones">
                  {timeZones
                    .filter((name) => name !== firstZone && name !== own && name !== 'UTC')
                    .map((name) => (
                      <option key={name} value={name}>
                        {zoneLabel(name)}
                      </option>
                    ))}
                </optgroup>
              </select>
            </div>
            <p className={time?.isProblem ? 'field-error' : 'field-hint'} id={`${id}time`} role="status">
              {time?.sentence ?? ''}
            </p>
            {(time?.isTwice || !isEnhanced) && (
              <div className="field">
                <label htmlFor={`${id}twice`}>If the clocks are put back and that hour comes twice</label>
                <select id={`${id}twice`} name="occurrence" defaultValue="">
                  <option value="">ask me</option>
                  <option value="first">the first of the two</option>
                  <option value="second">the second of the two</option>
                </select>
              </div>
            )}
            <div className="field field-check">
              <input
                id={`${id}embargo`}
                type="checkbox"
                name="embargo"
                defaultChecked={status === 'embargoed'}
              />
              <label htmlFor={`${id}embargo`}>Under embargo until then</label>
            </div>
          </div>
        </fieldset>
      )}
      <div className="publish-buttons">
        <Submit name="do" value="save" kind="quiet">
          Save
        </Submit>
        <Submit name="do" value="publish">
          {publishWord(chosen)}
        </Submit>
        {status !== 'draft' && differs && (
          <Submit name="do" value="discard" kind="quiet">
            Discard changes
          </Submit>
        )}
        {status !== 'draft' && (
          <Submit name="do" value="unpublish" kind="quiet">
            {isPublic ? 'Take back from readers' : 'Do not publish it then'}
          </Submit>
        )}
      </div>
    </section>
  );
}

/** What the button does. */
function publishWord(chosen: Publishing | null): string {
  if (chosen === null) return 'Save and publish as chosen';
  if (chosen === 'keep') return 'Publish changes';
  if (chosen === 'now') return 'Publish';
  return chosen.embargo ? 'Schedule under embargo' : 'Schedule';
}

function stateOf({ status, isPublic, publishedAt, differs, timeZone }: Draft, own: string): string {
  if (status === 'draft' || !publishedAt)
    return 'This is a draft. Only those who write for the newsroom see it.';
  const when = spoken(new Date(publishedAt), timeZone ?? own);
  const what = isPublic
    ? `Readers see it since ${when}.`
    : `Readers will see it on ${when}${status === 'embargoed' ? '; it is under embargo until then' : ''}.`;
  const then = isPublic
    ? 'they see only when you publish the changes'
    : 'goes with it only when you schedule it again';
  return differs ? `${what} What you change here ${then}.` : what;
}

/** What a time means, or why there is none such. */
function timeOf(at: string, timeZone: string): { sentence: string; isProblem: boolean; isTwice: boolean } {
  try {
    return {
      sentence: spoken(instantOf(at.slice(0, 16), timeZone), timeZone),
      isProblem: false,
      isTwice: false,
    };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    return { sentence, isProblem: true, isTwice: /twice/.test(sentence) };
  }
}
