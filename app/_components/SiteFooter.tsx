import Link from 'next/link';
import { siteName } from '../_site/metadata';
import { OtherSites } from './OtherSites';

export function SiteFooter() {
  return (
    <footer className="site-footer">
      <div className="wrap site-footer-row">
        <p>
          <strong>{siteName}</strong> publishes press releases and shows in the open how often each one is
          read.
        </p>
        <nav aria-label="More">
          <ul>
            <li>
              <Link href="/about/hits" prefetch={false}>
                How hits are counted
              </Link>
            </li>
            <li>
              <a href="/feed.xml">RSS feed</a>
            </li>
            <li>
              <a href="/feed.json">JSON feed</a>
            </li>
            <li>
              <a href="/sitemap.xml">Sitemap</a>
            </li>
          </ul>
        </nav>
        <OtherSites />
      </div>
    </footer>
  );
}
