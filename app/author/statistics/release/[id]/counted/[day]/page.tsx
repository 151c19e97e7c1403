import { CountedPage } from '@/app/_statistics/CountedPage';
import { authorDoor, orMissing } from '@/app/_statistics/doors';

export { countedMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({ params }: PageProps<'/author/statistics/release/[id]/counted/[day]'>) {
  const { id, day } = await params;
  const door = orMissing(await authorDoor('release', id));
  return <CountedPage door={door} day={day} />;
}
