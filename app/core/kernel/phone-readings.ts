import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import type { PhoneDigits } from './phone-digits';
import { canonicalSpellings } from './phone-variants';

/** The countries of each calling code. */
const CALLING_CODES: ReadonlyMap<string, readonly CountryCode[]> = getCountries().reduce(
  (found, country) => {
    const code = getCountryCallingCode(country);
    return found.set(code, [...(found.get(code) ?? []), country]);
  },
  new Map<string, readonly CountryCode[]>(),
);

/** Splits digits that begin with a country code; no calling code is a prefix of another (E.164). */
export function splitCallingCode(digits: string): { code: string; national: string } | null {
  for (const length of [1, 2, 3]) {
    const code = digits.slice(0, length);
    if (CALLING_CODES.has(code)) return { code, national: digits.slice(length) };
  }
  return null;
}

/** The country that has the calling code for itself; null where several share it, or none has it. */
export function onlyCountryOf(callingCode: string): CountryCode | null {
  const [country, other] = CALLING_CODES.get(callingCode) ?? [];
  return (!other && country) || null;
}

/** A country code that the numbering plan knows, or null. */
export function toCountry(country: string | null): CountryCode | null {
  const code = country?.trim().toUpperCase() ?? '';
  return isSupportedCountry(code) ? code : null;
}

/**
 * Every E.164 text that the digits may stand for, the most literal first. The caller takes the
 * first that is a valid number, so a guess never overrules a number that is right as written.
 */
export function readings(typed: PhoneDigits, country: CountryCode | null): readonly string[] {
  const local = country === null ? [] : nationalReadings(typed.dialled, country);
  if (typed.international) return [...internationalReadings(typed.digits), ...local];
  if (country === null) return [];
  const ownCode = typed.digits.startsWith(getCountryCallingCode(country));
  // Digits that begin with another country's code are not tried as foreign: an Italian mobile with
  // one digit too many would become a stranger's number in Spain.
  return ownCode ? [...local, ...internationalReadings(typed.digits)] : local;
}

function internationalReadings(digits: string): readonly string[] {
  const parts = splitCallingCode(digits);
  // Codes of no country (+800, +883): the numbering library knows them, the variants don't.
  if (parts === null) return [`+${digits}`];
  const { code, national } = parts;
  const repeated = new RegExp(`^0{0,2}${code}0?`);
  return [
    ...spell(code, national),
    // "+39 0347…" and "+44 07911…": the national zero kept behind the country code.
    ...spell(code, national.replace(/^0+/, '')),
    // "+39 0039 347…", "3939347…": the country code put before a number that had it.
    ...(repeated.test(national) ? spell(code, national.replace(repeated, '')) : []),
  ];
}

function nationalReadings(digits: string, country: CountryCode): readonly string[] {
  const code = getCountryCallingCode(country);
  const parsed = parsePhoneNumberFromString(digits, country);
  // Last: without zeros in front, for countries that no longer dial one ("0347…" in Italy).
  const asWritten = [...spell(code, digits), ...spell(code, digits.replace(/^0+/, ''))];
  if (!parsed?.isValid()) return asWritten;
  // The codes differ when the digits open with the country's own prefix for calls abroad (011).
  return [...spell(parsed.countryCallingCode, parsed.nationalNumber), ...asWritten];
}

const spell = (code: string, national: string): readonly string[] =>
  canonicalSpellings(code, national).map((spelling) => `+${code}${spelling}`);
