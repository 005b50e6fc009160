/** The demo shop. Amounts everywhere in this folder are minor units of its currency. */
export const SHOP = {
  id: 61_000_000_001,
  name: 'Bottega Demo',
  handle: 'demo',
  domain: 'demo.myshopify.com',
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  country: 'IT',
  countryName: 'Italy',
  email: 'owner@demo.example',
  locale: 'en',
  /** Italian VAT, included in prices. */
  taxPercent: 22,
} as const;

export const GLOBAL_ID = 'gid://shopify';

export function gid(type: string, id: number | string): string {
  return `${GLOBAL_ID}/${type}/${id}`;
}

/** The number at the end of a global id; null when it is not one of that type. */
export function idOf(type: string, globalId: string): number | null {
  const match = new RegExp(`^gid://shopify/${type}/(\\d+)`).exec(globalId);
  return match === null ? null : Number(match[1]);
}

/** 1234 → "12.34". */
export function decimal(minor: number): string {
  const sign = minor < 0 ? '-' : '';
  const digits = String(Math.abs(minor)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** "12.34" or 12.34 → 1234; null when it is not an amount. */
export function minorOf(amount: unknown): number | null {
  const value = Number(amount);
  return amount === null || amount === '' || Number.isNaN(value) ? null : Math.round(value * 100);
}

/** The tax contained in an amount that includes it. */
export function taxWithin(minor: number): number {
  return Math.round(minor - minor / (1 + SHOP.taxPercent / 100));
}
