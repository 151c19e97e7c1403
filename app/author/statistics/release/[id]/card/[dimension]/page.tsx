import { CardPage } from '@/app/_statistics/CardPage';
import { authorDoor, orMissing } from '@/app/_statistics/doors';

export { cardMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({
  params,
  searchParams,
}: PageProps<'/author/statistics/release/[id]/card/[dimension]'>) {
  const { id, dimension } = await params;
  const door = orMissing(await authorDoor('release', id));
  return <CardPage door={door} dimension={dimension} params={await searchParams} />;
}
