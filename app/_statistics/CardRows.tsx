import Link from 'next/link';
import type { Card, CardRow } from '@/lib/hits/report/types';
import { number } from '../_site/format';
import { NotFiltered } from './NotFiltered';
import { hrefOf, type View } from './view';
import { share } from './words';

const hidden = '(not provided)';

/** The rows of a card: what, a bar, how many, which part. A row that the page can be filtered by is a link. */
export function CardRows({ view, card }: { view: View; card: Card }) {
  const { filter } = view.query;
  if (card.filtered === 'not available') return <NotFiltered view={view} why={card.note ?? undefined} />;
  const most = Math.max(...card.rows.map(({ views }) => views), 1);
  const explain =
    card.rows.some(({ value }) => value === hidden) && !card.note?.includes(hidden)
      ? `${hidden}: the engine does not tell what was searched for. Most do not.`
      : null;
  return (
    <>
      {card.rows.length === 0 ? (
        <p className="card-none">{nothing[card.dimension] ?? 'Nothing in this time.'}</p>
      ) : (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">{card.title}</span>
              </th>
              <th scope="col" className="num">
                {card.dimension === 'bot' ? 'Reads' : 'Hits'}
              </th>
              <th scope="col" className="num">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {card.rows.map((row) => (
              <tr key={row.value}>
                <th scope="row">
                  <span className="bar" style={{ width: `${(row.views * 100) / most}%` }} />
                  <Name
                    row={row}
                    href={
                      row.canFilter && !(filter?.dimension === card.dimension && filter.value === row.value)
                        ? hrefOf(view, {
                            query: { filter: { dimension: card.dimension, value: row.value } },
                          })
                        : null
                    }
                  />
                </th>
                <td className="num">{number(row.views)}</td>
                <td className="num faint">{share(row.share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {[card.note, explain].map(
        (note) =>
          note && (
            <p key={note} className="small card-note">
              {note}
            </p>
          ),
      )}
    </>
  );
}

function Name({ row, href }: { row: CardRow; href: string | null }) {
  const text = row.label || '(empty)';
  if (!href) return <span className="row-name">{text}</span>;
  return (
    <Link className="row-name" href={href} prefetch={false} scroll={false} title={`Show only ${text}`}>
      {text}
    </Link>
  );
}

const nothing: Record<string, string> = {
  referrer: 'Nobody came from another site in this time.',
  page: 'Nobody came from another site in this time.',
  engine: 'Nobody came from a search engine in this time.',
  term: 'No search engine told what was searched for.',
  utm_source: 'No link with campaign parameters (utm_source …) was followed in this time.',
  utm_medium: 'No link with campaign parameters (utm_medium …) was followed in this time.',
  utm_campaign: 'No link with campaign parameters (utm_campaign …) was followed in this time.',
  utm_term: 'No link with campaign parameters (utm_term …) was followed in this time.',
  utm_content: 'No link with campaign parameters (utm_content …) was followed in this time.',
  bot: 'No programs in this time.',
};
