import { CountedPage } from '@/app/_statistics/CountedPage';
import { authorDoor, orMissing } from '@/app/_statistics/doors';

export { countedMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({ params }: PageProps<'/author/statistics/newsroom/[id]/counted/[day]'>) {
  const { id, day } = await params;
  const door = orMissing(await authorDoor('newsroom', id));
  return <CountedPage door={door} day={day} />;
}
