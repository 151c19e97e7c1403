import { CountedPage } from '@/app/_statistics/CountedPage';
import { orMissing, sharedDoor } from '@/app/_statistics/doors';

export { countedMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({ params }: PageProps<'/shared/[token]/counted/[day]'>) {
  const { token, day } = await params;
  const door = orMissing(await sharedDoor(token));
  return <CountedPage door={door} day={day} />;
}
