import './admin.css';
import './peers.css';
import type { ReactNode } from 'react';
import { mayEnter, typesFor } from '@/lib/admin/permissions';
import { AdminNav } from '../_admin/AdminNav';
import { listUrl } from '../_admin/paths';
import { currentUser } from '../_site/who';

/** What surrounds the pages of the admin. Each page, action and export asks for itself who is there. */
export default async function Layout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user || !mayEnter(user)) return children;
  const links: [href: string, label: string][] = [
    ['/admin', 'Overview'],
    ...typesFor(user)
      .filter(({ name }) => name !== 'audit')
      .map((type): [string, string] => [listUrl(type), type.label[1]]),
    ['/admin/deletions', 'Deletions'],
    ...typesFor(user)
      .filter(({ name }) => name === 'audit')
      .flatMap((type): [string, string][] => [
        ['/admin/sso-log', 'SSO log'],
        [listUrl(type), type.label[1]],
      ]),
  ];
  return (
    <>
      <AdminNav links={links} />
      {children}
    </>
  );
}
