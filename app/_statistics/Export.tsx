import { type Changes, hrefOf, type View } from './view';

/** What the page shows, as files. */
export function Export({ view, changes = {} }: { view: View; changes?: Changes }) {
  const sub = changes.sub ?? '';
  return (
    <p className="export">
      Export what is shown:{' '}
      <a href={hrefOf(view, { ...changes, sub: `${sub}/export.csv` })} download>
        CSV
      </a>{' '}
      ·{' '}
      <a href={hrefOf(view, { ...changes, sub: `${sub}/export.json` })} download>
        JSON
      </a>
    </p>
  );
}
