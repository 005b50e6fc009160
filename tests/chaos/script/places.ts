/** A region whose people have one clock and one kind of mobile number. */
export interface Region {
  readonly country: string;
  /** Where its people really live: the auditor's clock for them. */
  readonly zone: string;
  /** The number of person `n`, in E.164. */
  readonly phone: (n: number) => string;
  readonly locale: string;
}

const digits = (n: number, length: number): string => String(n).padStart(length, '0');

/** Numbers of regions with several ranges go on in the next one after each million. */
const ranged = (prefix: string, ranges: readonly string[], n: number): string =>
  `${prefix}${ranges[Math.floor(n / 1_000_000) % ranges.length]}${digits(n % 1_000_000, 6)}`;

export const REGIONS = {
  italy: {
    country: 'IT',
    zone: 'Europe/Rome',
    phone: (n) => `+39347${digits(n, 7)}`,
    locale: 'it',
  },
  britain: {
    country: 'GB',
    zone: 'Europe/London',
    phone: (n) => ranged('+447', ['400', '401', '402', '403'], n),
    locale: 'en',
  },
  germany: {
    country: 'DE',
    zone: 'Europe/Berlin',
    phone: (n) => `+491511${digits(n, 7)}`,
    locale: 'de',
  },
  spain: {
    country: 'ES',
    zone: 'Europe/Madrid',
    phone: (n) => `+3461${digits(n, 7)}`,
    locale: 'es',
  },
  canaries: {
    country: 'ES',
    zone: 'Atlantic/Canary',
    phone: (n) => `+3462${digits(n, 7)}`,
    locale: 'es',
  },
  saoPaulo: {
    country: 'BR',
    zone: 'America/Sao_Paulo',
    phone: (n) => `+551198${digits(n, 7)}`,
    locale: 'pt-BR',
  },
  manaus: {
    country: 'BR',
    zone: 'America/Manaus',
    phone: (n) => `+559298${digits(n, 7)}`,
    locale: 'pt-BR',
  },
  india: {
    country: 'IN',
    zone: 'Asia/Kolkata',
    phone: (n) => `+91983${digits(n, 7)}`,
    locale: 'en',
  },
  emirates: {
    country: 'AE',
    zone: 'Asia/Dubai',
    phone: (n) => `+97150${digits(n, 7)}`,
    locale: 'ar',
  },
  sydney: {
    country: 'AU',
    zone: 'Australia/Sydney',
    phone: (n) => ranged('+61', ['412', '413', '414', '415'], n),
    locale: 'en',
  },
  perth: {
    country: 'AU',
    zone: 'Australia/Perth',
    phone: (n) => ranged('+61', ['417', '418', '419', '427'], n),
    locale: 'en',
  },
  mexico: {
    country: 'MX',
    zone: 'America/Mexico_City',
    phone: (n) => `+5255${digits(20_000_000 + n, 8)}`,
    locale: 'es',
  },
  newYork: {
    country: 'US',
    zone: 'America/New_York',
    phone: (n) => `+1917${digits(2_000_000 + n, 7)}`,
    locale: 'en',
  },
} as const satisfies Record<string, Region>;

export type RegionName = keyof typeof REGIONS;
export const REGION_NAMES = Object.keys(REGIONS) as RegionName[];

export interface ShopPlace {
  readonly number: number;
  readonly domain: string;
  readonly name: string;
  readonly home: RegionName;
  readonly currency: string;
  readonly locale: string;
  /** Its checkout's checkbox names WhatsApp. */
  readonly checkboxCounts: boolean;
  readonly phoneNumberId: string;
  readonly wabaId: string;
  readonly displayPhone: string;
}

const shop = (
  number: number,
  home: RegionName,
  currency: string,
  checkboxCounts: boolean,
): ShopPlace => ({
  number,
  domain: `chaos-${home.toLowerCase()}.myshopify.com`,
  name: `Chaos ${home}`,
  home,
  currency,
  locale: REGIONS[home].locale,
  checkboxCounts,
  phoneNumberId: `10000000000${digits(1_000 + number, 4)}`,
  wabaId: `20000000000${digits(1_000 + number, 4)}`,
  displayPhone: `+39 06 9480 1${digits(number, 3)}`,
});

export const SHOPS: readonly ShopPlace[] = [
  shop(0, 'italy', 'EUR', true),
  shop(1, 'britain', 'GBP', false),
  shop(2, 'germany', 'EUR', true),
  shop(3, 'saoPaulo', 'BRL', true),
  shop(4, 'india', 'INR', true),
  shop(5, 'sydney', 'AUD', false),
  shop(6, 'emirates', 'AED', true),
  shop(7, 'spain', 'EUR', false),
];
