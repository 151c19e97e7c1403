import './author.css';
import type { ReactNode } from 'react';
import { AuthorNav } from './_components/AuthorNav';

/** What surrounds the pages of whoever is signed in. Each page asks for itself who that is. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <>
      <AuthorNav />
      {children}
    </>
  );
}
