import { CountedPage } from '@/app/_statistics/CountedPage';
import { authorDoor, orMissing } from '@/app/_statistics/doors';

export { countedMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({ params }: PageProps<'/author/statistics/counted/[day]'>) {
  const { day } = await params;
  const door = orMissing(await authorDoor('all'));
  return <CountedPage door={door} day={day} />;
}
