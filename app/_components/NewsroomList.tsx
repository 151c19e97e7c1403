import Link from 'next/link';
import type { NewsroomSummary } from '@/lib/content/newsrooms';
import { counted } from '../_site/format';
import { Logo } from './Picture';

type Props = {
  newsrooms: (NewsroomSummary & { releaseCount: number })[];
  /** 'lines': names beside logos, for a side column; 'cards': with their descriptions. */
  as: 'lines' | 'cards';
};

export function NewsroomList({ newsrooms, as }: Props) {
  return (
    <ul className={`newsrooms newsrooms-${as}`}>
      {newsrooms.map((newsroom) => (
        <li key={newsroom.id}>
          <Logo name={newsroom.name} logo={newsroom.logo} size={as === 'cards' ? 'large' : 'small'} />
          <div>
            {as === 'cards' ? (
              <h2>
                <Name newsroom={newsroom} />
              </h2>
            ) : (
              <Name newsroom={newsroom} />
            )}
            {as === 'cards' && <p className="newsrooms-about">{newsroom.description}</p>}
            <p className="newsrooms-count">{counted(newsroom.releaseCount, 'release')}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Name({ newsroom }: { newsroom: NewsroomSummary }) {
  return (
    <Link className="newsrooms-name" href={newsroom.url} prefetch={false}>
      {newsroom.name}
    </Link>
  );
}
