import type { Metadata } from 'next';
import { authorDoor, orMissing } from '@/app/_statistics/doors';
import { Share } from '@/app/_statistics/Share';
import { StatisticsPage } from '@/app/_statistics/StatisticsPage';
import { titled } from '@/app/_statistics/titles';

type Props = PageProps<'/author/statistics/newsroom/[id]'>;

const at = async ({ params }: Props) => orMissing(await authorDoor('newsroom', (await params).id));

export async function generateMetadata(props: Props): Promise<Metadata> {
  return titled(`Statistics: ${(await at(props)).place.name}`);
}

export default async function Page(props: Props) {
  const door = await at(props);
  const params = await props.searchParams;
  return <StatisticsPage door={door} params={params} foot={<Share door={door} params={params} />} />;
}
