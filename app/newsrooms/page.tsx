import type { Metadata } from 'next';
import { newsrooms } from '@/lib/content/newsrooms';
import { NewsroomList } from '../_components/NewsroomList';
import { mustBeEverybodys } from '../_site/here';
import { metadataOf } from '../_site/metadata';

const path = '/newsrooms';

export async function generateMetadata(): Promise<Metadata> {
  await mustBeEverybodys(path);
  return metadataOf({
    title: 'Newsrooms',
    description: 'The organisations that publish here, each with its releases, contacts and downloads.',
    path,
  });
}

export default async function Newsrooms() {
  await mustBeEverybodys(path);
  const rooms = await newsrooms();
  return (
    <div className="wrap">
      <header className="page-head">
        <h1>Newsrooms</h1>
        <p>The organisations that publish here, each with its releases, contacts and downloads.</p>
      </header>
      {rooms.length > 0 ? (
        <NewsroomList newsrooms={rooms} as="cards" />
      ) : (
        <p className="empty">No newsroom has been opened yet.</p>
      )}
    </div>
  );
}
