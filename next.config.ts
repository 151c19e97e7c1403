import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // nginx stands in front and compresses.
  compress: false,
  serverExternalPackages: ['postgres', 'memjs', 'sharp'],
};

export default config;
