import Link from 'next/link';
import type { Card } from '@/lib/hits/report/types';
import { number } from '../_site/format';
import { CardRows } from './CardRows';
import { hrefOf, type View } from './view';

type Group = { title: string; tabs: [dimension: string, label: string][] };

/** Which dimensions share a card, and what their tabs are called. */
export const groups: Group[] = [
  {
    title: 'Sources',
    tabs: [
      ['channel', 'Channels'],
      ['referrer', 'Sites'],
      ['page', 'Pages'],
    ],
  },
  {
    title: 'Search',
    tabs: [
      ['engine', 'Engines'],
      ['term', 'Terms'],
    ],
  },
  {
    title: 'Campaigns',
    tabs: [
      ['utm_source', 'Source'],
      ['utm_medium', 'Medium'],
      ['utm_campaign', 'Campaign'],
      ['utm_term', 'Term'],
      ['utm_content', 'Content'],
    ],
  },
  {
    title: 'Devices',
    tabs: [
      ['device', 'Devices'],
      ['browser', 'Browsers'],
      ['system', 'Systems'],
    ],
  },
  { title: 'Countries', tabs: [['country', 'Countries']] },
  { title: 'Bots', tabs: [['bot', 'Bots']] },
];

/** The cards: what is known of the hits besides their number. */
export function Cards({ view, cards }: { view: View; cards: Card[] }) {
  const known = new Map(cards.map((card) => [card.dimension, card]));
  return groups.map((group) => {
    const tabs = group.tabs.filter(([dimension]) => known.has(dimension));
    if (tabs.length === 0) return null;
    const front = tabs.find(([dimension]) => view.tabs.includes(dimension)) ?? tabs[0]!;
    const card = known.get(front[0])!;
    return <CardPanel key={group.title} view={view} title={group.title} tabs={tabs} card={card} />;
  });
}

function CardPanel(o: { view: View; title: string; tabs: Group['tabs']; card: Card }) {
  const { view, card, tabs } = o;
  const id = `card-${tabs[0]![0]}`;
  return (
    <section className={card.dimension === 'bot' ? 'panel card-muted' : 'panel'} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id} className="label">
          {o.title}
        </h2>
        {tabs.length > 1 && (
          <ul className="tabs" aria-label={`${o.title} by`}>
            {tabs.map(([dimension, label]) => (
              <li key={dimension}>
                <Link
                  href={hrefOf(view, { tab: { of: tabs.map(([one]) => one), to: dimension } })}
                  prefetch={false}
                  scroll={false}
                  aria-current={dimension === card.dimension ? 'true' : undefined}
                >
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
      <CardRows view={view} card={card} />
      {card.filtered === 'yes' && card.distinct > 1 && (
        <p className="all">
          <Link href={hrefOf(view, { sub: `/card/${card.dimension}` })} prefetch={false}>
            All {number(card.distinct)} {card.title.toLowerCase()}
          </Link>
        </p>
      )}
    </section>
  );
}
