import Link from 'next/link';
import { siteName } from '../_site/metadata';
import type { Here } from '../_site/sites';
import { OtherSites } from './OtherSites';

export function SiteFooter({ at }: { at: Here }) {
  return (
    <footer className="site-footer">
      <div className="wrap site-footer-row">
        <p>
          <strong>{at.newsroom?.name ?? siteName}</strong> publishes press releases and shows in the open how
          often each one is read.
        </p>
        <nav aria-label="More">
          <ul>
            <li>
              <Link href="/about/hits" prefetch={false}>
                How hits are counted
              </Link>
            </li>
            <li>
              <a href={`${at.base}/feed.xml`}>RSS feed</a>
            </li>
            <li>
              <a href={`${at.base}/feed.json`}>JSON feed</a>
            </li>
            <li>
              <a href={`${at.base}/sitemap.xml`}>Sitemap</a>
            </li>
          </ul>
        </nav>
        <OtherSites />
      </div>
    </footer>
  );
}
