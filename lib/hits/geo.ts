import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { type CountryResponse, Reader } from 'maxmind';
import { PresskitError } from '@/lib/errors';

/**
 * Countries of addresses, from a database in MaxMind's format (.mmdb, with countries or cities) that the operator
 * supplies. Without one, countries are not counted.
 */
export type CountryOf = (address: string) => string;

/**
 * The lookup of a database: ISO 3166-1 alpha-2 in capitals, '' for an address that it does not know or that is none.
 * undefined without a path. Throws a PresskitError 'config' when the file cannot be used.
 */
export function countryLookup(path: string | undefined): CountryOf | undefined {
  if (!path) return undefined;
  const reader = open(path);
  return (address) => {
    if (isIP(address) === 0) return '';
    const found = reader.get(address);
    const code = found?.country?.iso_code ?? found?.registered_country?.iso_code ?? '';
    return /^[A-Z]{2}$/.test(code) ? code : '';
  };
}

function open(path: string): Reader<CountryResponse> {
  try {
    const reader = new Reader<CountryResponse>(readFileSync(path));
    // A file cut short has its description at its end no more, or its tree leads out of it.
    for (const address of ['192.0.2.1', '9.9.9.9', '223.255.255.255']) reader.get(address);
    return reader;
  } catch (cause) {
    throw new PresskitError(
      'config',
      `GEO_DB ${path} is no database of countries that can be read; take a whole .mmdb file, or leave GEO_DB away`,
      { cause },
    );
  }
}
