'use client';

import { useEffect, useRef } from 'react';
import { differences, type Part } from './compare';
import { timeOf } from './SaveStatus';
import type { Conflict, DraftContent } from './types';

type Props = {
  conflict: Conflict;
  mine: DraftContent;
  /** Where the text that is "mine" comes from, when it is not simply what stands in the editor. */
  title: string;
  onTheirs: () => void;
  onMine: () => void;
  onTake: (field: keyof DraftContent) => void;
  onWrite: () => void;
};

/**
 * Two versions of one release, field by field. It stands above the text, which can be written on meanwhile; nothing is
 * decided until somebody does, and neither version is lost whatever they choose.
 */
export default function ConflictPanel({ conflict, mine, title, onTheirs, onMine, onTake, onWrite }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const name = conflict.by?.name ?? 'somebody else';
  const rows = differences(conflict.content, mine);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="conflict" aria-labelledby="conflict">
      <h2 id="conflict" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>
        Here is what differs. Take over what you want of {name}’s version, write on below, and save when it is
        as it should be. Both versions stay among the release’s versions.
      </p>
      {rows.length === 0 && <p>Nothing differs any more in what can be read.</p>}
      {rows.map(({ field, label, theirs, mine: own }) => (
        <div key={field} className="conflict-field">
          <h3>{label}</h3>
          <div>
            <h4>
              {name}, {timeOf(conflict.savedAt)}
            </h4>
            <Words parts={theirs} />
            <button type="button" className="quiet-button" onClick={() => onTake(field)}>
              Take this {label.toLowerCase()}
            </button>
          </div>
          <div>
            <h4>You</h4>
            <Words parts={own} />
          </div>
        </div>
      ))}
      <div className="form-buttons">
        <button type="button" className="button" onClick={onMine}>
          Keep mine
        </button>
        <button type="button" className="button button-quiet" onClick={onTheirs}>
          Keep {name === 'somebody else' ? 'theirs' : `${name}’s`}
        </button>
        <button type="button" className="button button-quiet" onClick={onWrite}>
          Write on, with both in sight
        </button>
      </div>
    </section>
  );
}

/** What is only on this side is marked, for eyes and for ears. */
function Words({ parts }: { parts: Part[] }) {
  if (parts.every(({ text }) => text.trim() === '')) return <p className="conflict-words">(empty)</p>;
  return (
    <p className="conflict-words">
      {parts.map(({ text, isOnlyHere }, i) =>
        isOnlyHere ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <mark key={i}>
            <span className="hidden">[only here: </span>
            {text}
            <span className="hidden">]</span>
          </mark>
        ) : (
          text
        ),
      )}
    </p>
  );
}
