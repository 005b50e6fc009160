import ipaddr from 'ipaddr.js';

/** Why an address that an outsider supplied is not visited. */
export type BlockReason =
  | 'bad-url'
  | 'blocked-scheme'
  | 'blocked-credentials'
  | 'blocked-host'
  | 'blocked-port'
  | 'blocked-address';

export type UrlVerdict =
  | { readonly allowed: true; readonly url: URL; readonly listed: boolean }
  | { readonly allowed: false; readonly reason: BlockReason };

export interface GuardPolicy {
  /** `host:port` pairs that are visited whatever their port and address ("localhost:3000"). */
  readonly allowedHosts: readonly string[];
  /** Ports that any other host may be asked on. */
  readonly ports: readonly number[];
}

export const DEFAULT_PORTS: readonly number[] = [80, 443];

/** Azure's wire server answers secrets on this address, which no registry marks as special. */
const CLOUD_ADDRESSES = new Set(['168.63.129.16']);

/** 2000::/3 is the only IPv6 space that IANA has handed out for the public internet. */
const GLOBAL_IPV6 = ipaddr.IPv6.parse('2000::');

/**
 * True for an address on the public internet. Everything else is refused by default: private,
 * loopback, link-local (169.254.169.254 with it), unique-local, carrier-grade NAT, multicast,
 * reserved, and IPv6 that carries an IPv4 address (::ffff:0:0/96, 64:ff9b::/96, 6to4, Teredo),
 * because a translator on the way may turn it into any of those (IANA special-purpose registries).
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || CLOUD_ADDRESSES.has(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL_IPV6, 3) : true;
}

/** The port a URL speaks to, its scheme's own when it names none. */
export const portOf = (url: URL): number =>
  Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

/** A host without the brackets of an IPv6 literal, as `net.connect` and `ipaddr` want it. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

/**
 * Judges a URL by its text alone; a name's addresses are judged when they are resolved.
 * @param base the page that redirected here; a relative `text` is read against it
 */
export function checkUrl(text: string, policy: GuardPolicy, base?: URL): UrlVerdict {
  if (!URL.canParse(text, base)) return { allowed: false, reason: 'bad-url' };
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('blocked-scheme');
  if (url.username !== '' || url.password !== '') return refuse('blocked-credentials');
  const listed = isListed(url, policy);
  if (listed) return { allowed: true, url, listed };
  if (!policy.ports.includes(portOf(url))) return refuse('blocked-port');
  return checkHost(url, text);
}

const refuse = (reason: BlockReason): UrlVerdict => ({ allowed: false, reason });

function checkHost(url: URL, text: string): UrlVerdict {
  const host = bareHost(url);
  if (!ipaddr.isValid(host)) return { allowed: true, url, listed: false };
  if (isDisguised(text, host)) return refuse('blocked-host');
  return isPublicAddress(host) ? { allowed: true, url, listed: false } : refuse('blocked-address');
}

/** Decimal, octal, hexadecimal and shortened IPv4 (2130706433, 0177.1, 0x7f.1) have no honest use. */
function isDisguised(text: string, host: string): boolean {
  const written = /^(?:[a-z][a-z\d+.-]*:)?[\\/]{2,}([^\\/?#]*)/i.exec(text.trim())?.[1];
  return written !== undefined && ipaddr.IPv4.isValid(host) && written.split(':')[0] !== host;
}

function isListed(url: URL, policy: GuardPolicy): boolean {
  const address = `${bareHost(url)}:${portOf(url)}`.toLowerCase();
  return policy.allowedHosts.some((entry) => entry.toLowerCase() === address);
}
