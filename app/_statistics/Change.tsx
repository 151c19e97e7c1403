import { changeFigure, changeInWords, figure } from './words';

/** How much more or less than in the period compared with: an arrow and a figure, and words for screen readers. */
export function Change({
  change,
  previous,
  compared,
  isNeutral = false,
  isRunning = false,
}: {
  change: number | null;
  previous: number | null;
  compared: string;
  /** More is neither good nor bad. */
  isNeutral?: boolean;
  /** What is compared is a day that is not over: the other number stands there instead of a loss. */
  isRunning?: boolean;
}) {
  if (isRunning)
    return (
      <span className="change">
        {compared}: {figure(previous)}
      </span>
    );
  if (change === null)
    return (
      <span className="change" title={`${compared}: ${figure(previous)}`}>
        <span aria-hidden="true">–</span>
        <span className="hidden">
          {previous === 0 ? `${compared}: none` : `${compared}: nothing to compare with`}
        </span>
      </span>
    );
  const isSame = changeFigure(change) === '0%';
  const direction = isSame ? 'same' : change > 0 ? 'up' : 'down';
  return (
    <span
      className={`change change-${isNeutral ? 'same' : direction}`}
      title={`${compared}: ${figure(previous)}`}
    >
      <span aria-hidden="true">
        {!isSame && <Arrow up={change > 0} />}
        {changeFigure(change)}
      </span>
      <span className="hidden">
        {changeInWords(change)} {compared}
        {previous !== null && ` (${figure(previous)})`}
      </span>
    </span>
  );
}

const Arrow = ({ up }: { up: boolean }) => (
  <svg viewBox="0 0 10 10" width="9" height="9" aria-hidden="true">
    <path d={up ? 'M5 1 9 8H1z' : 'M5 9 1 2h8z'} />
  </svg>
);
