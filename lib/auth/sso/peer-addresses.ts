import { BlockList, isIP } from 'node:net';
import { ownOrigins } from '@/lib/origins';

/**
 * Which machines a peer can be. Not this one, where databases and other things listen that believe whoever is here, unless
 * the whole site is a look at it on one machine; and nothing link-local, where clouds answer with their keys. Private
 * networks may be: intranets are real.
 */
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');
const nobodys = new BlockList();
nobodys.addSubnet('0.0.0.0', 8);
nobodys.addAddress('::', 'ipv6');
nobodys.addSubnet('169.254.0.0', 16);
nobodys.addSubnet('fe80::', 10, 'ipv6');

/** Why no peer can be at a host name or an address; null: one can. What a name resolves to is asked separately. */
export function whyNoPeer(host: string): string | null {
  const bare = host
    .toLowerCase()
    .replace(/^\[|\]$|%.*$/g, '')
    .replace(/\.$/, '');
  if (isIn(nobodys, bare)) return 'that is link-local or no address at all, where no peer can be';
  if (!isThisMachine(bare) || isThisMachine(new URL(ownOrigins()[0]!).hostname)) return null;
  return 'that is this machine itself, where a peer can be only if SITE_URL is, too';
}

/** The same for an address of the web. */
export const whyNoPeerUrl = (url: string): string | null => {
  if (!URL.canParse(url)) return null;
  const { hostname } = new URL(url);
  const why = whyNoPeer(hostname);
  return why && `${hostname}: ${why}`;
};

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || isIn(loopback, host.replace(/^\[|\]$/g, ''));

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
