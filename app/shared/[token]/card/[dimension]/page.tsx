import { CardPage } from '@/app/_statistics/CardPage';
import { orMissing, sharedDoor } from '@/app/_statistics/doors';

export { cardMetadata as generateMetadata } from '@/app/_statistics/titles';

export default async function Page({ params, searchParams }: PageProps<'/shared/[token]/card/[dimension]'>) {
  const { token, dimension } = await params;
  const door = orMissing(await sharedDoor(token));
  return <CardPage door={door} dimension={dimension} params={await searchParams} />;
}
