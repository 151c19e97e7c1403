/** What the sample traffic may ask for: addresses of the site as they were given when the content was stored. */
export type Site = {
  /** Host and port as visitors type them, for the log's host field, and the origin for links within the site. */
  host: string;
  origin: string;
  newsrooms: SiteNewsroom[];
  /** Oldest first, only what is public or will be by its publication date. */
  releases: SiteRelease[];
};

export type SiteNewsroom = { id: number; path: string; name: string };

export type SiteRelease = {
  newsroom: SiteNewsroom;
  path: string;
  publishedAt: Date;
  /** The words of the title that matter, in its order. */
  terms: string[];
  /** What people type into a search engine to get here. */
  searches: string[];
  /** How much it interests people; 1 is usual. */
  appeal: number;
  /** Days after publication on which it is suddenly shared everywhere. */
  viralAfter: number | null;
  /** How far it is shared then: 0 is nobody, 1 is about as far as anything goes. */
  reach: number;
  pictures: string[];
  files: { path: string; bytes: number }[];
};
