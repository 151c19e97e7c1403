import type { Metadata } from 'next';
import { authorDoor, orMissing } from '@/app/_statistics/doors';
import { NewsroomLinks } from '@/app/_statistics/NewsroomLinks';
import { StatisticsPage } from '@/app/_statistics/StatisticsPage';
import { titled } from '@/app/_statistics/titles';
import { newsroomsWith } from '@/lib/auth/rights';

export const generateMetadata = (): Metadata => titled('Statistics');

export default async function Page({ searchParams }: PageProps<'/author/statistics'>) {
  const door = orMissing(await authorDoor('all'));
  const newsrooms = door.user ? await newsroomsWith(door.user, 'statistics') : [];
  return (
    <StatisticsPage
      door={door}
      params={await searchParams}
      beside={<NewsroomLinks newsrooms={newsrooms} />}
    />
  );
}
