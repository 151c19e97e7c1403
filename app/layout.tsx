import './base.css';
import './site.css';
import './lists.css';
import './article.css';
import './forms.css';
import './print.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { SiteFooter } from './_components/SiteFooter';
import { SiteHeader } from './_components/SiteHeader';
import { here } from './_site/here';
import { siteName } from './_site/metadata';
import { pathHeader } from './_site/path-header';
import { fonts } from './fonts';

// Counts are fresh on each load and SITE_URL is read at request time: nothing is rendered at build time.
export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const name = (await here()).newsroom?.name ?? siteName;
  return {
    title: { default: name, template: `%s · ${name}` },
    description: 'Press releases and media resources, with their reach in the open.',
  };
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#101216' },
  ],
};

export default async function Layout({ children }: { children: ReactNode }) {
  const isPersonal = (await headers()).has(pathHeader);
  return (
    <html lang="en" className={fonts}>
      <body>
        <a className="skip" href="#content">
          Skip to content
        </a>
        <SiteHeader isPersonal={isPersonal} at={await here()} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <SiteFooter at={await here()} />
      </body>
    </html>
  );
}
