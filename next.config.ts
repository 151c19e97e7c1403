import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // nginx stands in front and compresses.
  compress: false,
  // Metadata in the head, never streamed after it: a page is then the same bytes for everybody, and its status
  // (404, 308) is known before the first byte.
  htmlLimitedBots: /.*/,
  serverExternalPackages: ['postgres', 'sharp'],
  // `npm run typecheck` checks these files and all others; a build on a live machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
};

export default config;
