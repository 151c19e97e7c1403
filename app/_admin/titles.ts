import type { Metadata } from 'next';
import { adminTypes } from '@/lib/admin/types';
import { personal } from '../_site/personal';
import { nameOfSegment } from './paths';

/** The title of a page about a type, or about one of its records; never what the record says. */
export function titled(segment: string, words: (one: string, many: string) => string): Metadata {
  const type = adminTypes.find(({ name }) => name === nameOfSegment(segment));
  return personal(type ? words(...type.label) : 'Admin');
}
