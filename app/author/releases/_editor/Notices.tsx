'use client';

import type { ComponentType } from 'react';
import type ConflictPanel from './ConflictPanel';
import { timeOf } from './SaveStatus';
import type { useDraft } from './use-draft';

type Props = {
  desk: ReturnType<typeof useDraft>;
  ConflictPanel: ComponentType<Parameters<typeof ConflictPanel>[0]>;
  onWrite: () => void;
};

/** Who else is here, what is newer elsewhere, what was left behind, and two versions to choose from. */
export function Notices({ desk, ConflictPanel, onWrite }: Props) {
  const { others, newer, leftover, state, written, autosave } = desk;
  const conflict = state.kind === 'conflict' ? state.conflict : null;
  return (
    <>
      <div aria-live="polite">
        {others.length > 0 && <p className="notice">{togetherWith(others.map(({ name }) => name))}</p>}
        {newer && !conflict && (
          <p className="notice">
            {newer.savedBy?.name ?? 'Somebody'} has saved a newer version at {timeOf(newer.savedAt)}. You have
            changed nothing since.{' '}
            <button type="button" className="quiet-button" onClick={() => void desk.load()}>
              Show it
            </button>
          </p>
        )}
        {leftover && !conflict && (
          <p className="notice">
            This browser still has text of yours from {timeOf(leftover.at)} that was never saved.{' '}
            <button
              type="button"
              className="quiet-button"
              onClick={() => {
                const { content, revision } = leftover;
                const theirs = {
                  content: desk.collect(),
                  by: null,
                  savedAt: new Date(),
                  revision: desk.revision(),
                };
                desk.show(content);
                desk.forgetLeftover(5000);
                // Written on top of what is there, or beside something that has changed since.
                if (revision === desk.revision()) desk.touch();
                else autosave.current?.dispute(theirs);
              }}
            >
              Bring it back
            </button>{' '}
            <button type="button" className="quiet-button" onClick={() => desk.forgetLeftover()}>
              Throw it away
            </button>
          </p>
        )}
      </div>
      {conflict && (
        <ConflictPanel
          key={conflict.revision}
          conflict={conflict}
          mine={written}
          title={
            conflict.by
              ? `${conflict.by.name} saved this release while you were writing`
              : 'The release was saved since you wrote this'
          }
          onTheirs={() => void desk.load()}
          onMine={() => void autosave.current?.keepMine()}
          onTake={(field) => {
            desk.show({ ...desk.collect(), [field]: conflict.content[field] });
            autosave.current?.changed();
          }}
          onWrite={onWrite}
        />
      )}
    </>
  );
}

function togetherWith(names: string[]): string {
  const who = new Intl.ListFormat('en-GB').format(names);
  const [has, each] = names.length === 1 ? ['has', 'both'] : ['have', 'all'];
  return `${who} ${has} this release open too. You ${each} can write; whoever saves second is shown both versions.`;
}
