import type { LinkToken } from '../kernel/ids';

const OURS: ReadonlySet<string> = new Set(['utm_source', 'utm_medium', 'utm_campaign', 'rp_click']);

/**
 * The campaign's name as it stands in an address: lower-case letters, digits and dashes of any
 * script; `fallback` when nothing is left of it.
 */
export function campaignSlug(name: string, fallback: string): string {
  const slug = name
    .normalize('NFKD')
    // Latin, Greek and Cyrillic accents only: other scripts' marks are parts of their words.
    .replace(/[\u0300-\u036f]+/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return slug === '' ? fallback : slug;
}

/**
 * Marks an address, so that the order names the click that led to it. The address's own query stays
 * as it is, to the letter: recovery addresses are signed, and re-encoding would break them. Marks
 * of the same names that it had before are replaced.
 */
export function clickUrl(
  target: string,
  mark: { readonly token: LinkToken; readonly campaign: string },
): string {
  const [beforeHash = '', ...hash] = target.split('#');
  const [path = '', ...query] = beforeHash.split('?');
  const kept = query
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !OURS.has(pair.split('=')[0] ?? ''));
  const marks = [
    'utm_source=whatsapp',
    'utm_medium=recovery',
    `utm_campaign=${encodeURIComponent(mark.campaign)}`,
    `rp_click=${encodeURIComponent(mark.token)}`,
  ];
  const fragment = hash.length > 0 ? `#${hash.join('#')}` : '';
  return `${path}?${[...kept, ...marks].join('&')}${fragment}`;
}
