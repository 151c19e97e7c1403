import { CardPage } from '@/app/_statistics/CardPage';
import { authorDoor, orMissing } from '@/app/_statistics/doors';

export { cardMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({
  params,
  searchParams,
}: PageProps<'/author/statistics/card/[dimension]'>) {
  const { dimension } = await params;
  const door = orMissing(await authorDoor('all'));
  return <CardPage door={door} dimension={dimension} params={await searchParams} />;
}
