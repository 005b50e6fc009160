import type { Item } from './state';

/** What WooCommerce knows of countries, as far as anybody here lives there. */
const COUNTRIES: Readonly<
  Record<string, { readonly states: Readonly<Record<string, string>>; readonly postcode: RegExp }>
> = {
  IT: {
    states: { MI: 'Milano', NA: 'Napoli', RM: 'Roma', TO: 'Torino' },
    postcode: /^\d{5}$/,
  },
  DE: { states: { 'DE-BE': 'Berlin', 'DE-BY': 'Bayern' }, postcode: /^\d{5}$/ },
  US: { states: { CA: 'California', NY: 'New York' }, postcode: /^\d{5}(-\d{4})?$/ },
  IE: { states: { D: 'Dublin' }, postcode: /./ },
};

/** Where a cart of nobody is, as WooCommerce presets it: in the store's own place. */
export const PRESET = { country: 'IT', state: 'MI', postcode: '', city: '' };

/** The first part of an address that WooCommerce refuses; null when it takes it. */
export function oddAddress({
  country: code,
  state = '',
  postcode = '',
}: Readonly<Record<string, string>>): string | null {
  const country = COUNTRIES[String(code)];
  if (!country) return 'country';
  if (state !== '' && !(state in country.states)) return 'state';
  return postcode === '' || country.postcode.test(postcode) ? null : 'postcode';
}

/** As `GET data/countries/<code>` answers it; null for an unknown one. */
export function countryData(code: string): Item | null {
  const country = COUNTRIES[code.toUpperCase()];
  if (!country) return null;
  const states = Object.entries(country.states).map(([key, name]) => ({ code: key, name }));
  return { code: code.toUpperCase(), name: code.toUpperCase(), states };
}
