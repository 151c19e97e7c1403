import '../author/author.css';
import type { ReactNode } from 'react';
import { SignOut } from '../_components/SignOut';
import { requireUser } from '../_site/who';
import { AuthorNav } from '../author/_components/AuthorNav';
import { AccountNav } from './AccountNav';

/** What surrounds the pages of one's account. Each page asks for itself who is there. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  return (
    <>
      <AuthorNav />
      <div className="wrap account">
        <div className="account-side">
          <p className="account-who">
            <strong>{user.name}</strong>
            <span>{user.email}</span>
          </p>
          <AccountNav />
          <SignOut />
        </div>
        <div className="account-page">{children}</div>
      </div>
    </>
  );
}
