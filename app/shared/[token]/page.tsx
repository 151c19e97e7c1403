import type { Metadata } from 'next';
import { orMissing, sharedDoor } from '@/app/_statistics/doors';
import { StatisticsPage } from '@/app/_statistics/StatisticsPage';
import { sharedTitle } from '@/app/_statistics/titles';

type Props = PageProps<'/shared/[token]'>;

const at = async ({ params }: Props) => orMissing(await sharedDoor((await params).token));

export async function generateMetadata(props: Props): Promise<Metadata> {
  return sharedTitle(`Statistics: ${(await at(props)).place.name}`);
}

/** The statistics of one release or newsroom, for whoever has the link. */
export default async function Page(props: Props) {
  return <StatisticsPage door={await at(props)} params={await props.searchParams} />;
}
