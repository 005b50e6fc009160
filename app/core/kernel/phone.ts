import {
  getCountryCallingCode,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import type { CountryCode, PhoneNumberType } from 'libphonenumber-js/max';
import type { Brand } from './ids';
import { readDigits } from './phone-digits';
import type { PhoneDigits } from './phone-digits';
import { onlyCountryOf, readings, splitCallingCode, toCountry } from './phone-readings';
import { reportedSpellings } from './phone-variants';

/** A subscriber's one canonical number, E.164 with its plus: equal texts are one subscriber. */
export type Phone = Brand<'Phone'>;

/** Why a text is no phone that WhatsApp can reach, in words for the merchant. */
export const PHONE_PROBLEMS = {
  empty: 'No phone number was given.',
  no_country: 'The number has no country code, and the country of the address is not known.',
  too_short: 'The number is too short for its country.',
  too_long: 'The number is too long for its country.',
  invalid: 'No such number exists in the numbering plan of its country.',
  special_service: 'It is a service line (toll-free, premium or the like), not a person’s phone.',
} as const;

export type PhoneProblem = keyof typeof PHONE_PROBLEMS;

export type ParsedPhone =
  | {
      readonly ok: true;
      readonly phone: Phone;
      /** ISO 3166 alpha-2 code of the numbering plan that the number belongs to. */
      readonly country: string;
      /** `unclear` where the plan doesn't tell mobiles from landlines, as in North America. */
      readonly line: Line;
    }
  | { readonly ok: false; readonly reason: PhoneProblem };

/**
 * Reads a phone as typed, imported or sent by a platform, into its canonical form.
 * Landlines are accepted: WhatsApp accounts can be opened on them, and the vendor says when not.
 * @param defaultCountry ISO 3166 alpha-2 code of the billing address, for numbers without a
 * country code; an unknown one counts as null.
 */
export function parsePhone(raw: string, defaultCountry: string | null): ParsedPhone {
  const typed = readDigits(raw);
  const country = toCountry(defaultCountry);
  if (typed.digits === '') return { ok: false, reason: raw.trim() === '' ? 'empty' : 'invalid' };
  if (!typed.international && country === null) return { ok: false, reason: 'no_country' };
  const best = bestReading(typed, country);
  if (best === null) return { ok: false, reason: problemOf(typed, country) };
  if (best.line === 'special') return { ok: false, reason: 'special_service' };
  return { ok: true, phone: best.phone, country: best.country, line: best.line };
}

/** Reads the digits under which WhatsApp reports a person ("5215512345678"), without a plus. */
export const phoneFromWaId = (waId: string): ParsedPhone => parsePhone(`+${waId}`, null);

/**
 * Digits under which WhatsApp may report a canonical phone; the canonical one comes first and is
 * the one to send to.
 */
export function waIdsOf(phone: Phone): readonly string[] {
  const parts = splitCallingCode(phone.slice(1));
  if (parts === null) return [phone.slice(1)];
  return reportedSpellings(parts.code, parts.national).map((text) => `${parts.code}${text}`);
}

/** Whether two numbers with country codes (E.164 or WhatsApp digits) reach one subscriber. */
export function sameSubscriber(left: string, right: string): boolean {
  const [first, second] = [left, right].map((text) => phoneFromWaId(text.replace(/^\+/, '')));
  return first?.ok === true && second?.ok === true && first.phone === second.phone;
}

/**
 * Country of a canonical phone, or null when its plan belongs to no country. Asked for each message:
 * the number itself is looked at only where countries share a calling code.
 */
export function countryOfPhone(phone: Phone): string | null {
  const only = onlyCountryOf(splitCallingCode(phone.slice(1))?.code ?? '');
  return only ?? parsePhoneNumberFromString(phone)?.country ?? null;
}

type Line = 'mobile' | 'landline' | 'unclear';

/** Types that are absent (voicemail, pager) are read as no number: mostly a digit too many. */
const LINES: Partial<Record<PhoneNumberType, Line | 'special'>> = {
  MOBILE: 'mobile',
  FIXED_LINE: 'landline',
  FIXED_LINE_OR_MOBILE: 'unclear',
  PERSONAL_NUMBER: 'unclear',
  VOIP: 'unclear',
  TOLL_FREE: 'special',
  PREMIUM_RATE: 'special',
  SHARED_COST: 'special',
  UAN: 'special',
};

interface ValidReading {
  readonly phone: Phone;
  readonly country: string;
  readonly line: Line | 'special';
}

/**
 * Without a plus "62 812 345 678" may be an Indonesian mobile with its country code or a landline
 * of the area 62; shoppers leave mobiles, so a reading as one goes first.
 */
function bestReading(typed: PhoneDigits, country: CountryCode | null): ValidReading | null {
  const found = readings(typed, country)
    .map(asValid)
    .filter((reading) => reading !== null);
  const mobile = typed.international ? undefined : found.find(({ line }) => line === 'mobile');
  return mobile ?? found[0] ?? null;
}

/** Null unless the very text is a valid number: the library rewrites some invalid ones. */
function asValid(reading: string): ValidReading | null {
  const number = parsePhoneNumberFromString(reading);
  if (!number?.isValid() || number.number !== reading) return null;
  const phone = reading as Phone;
  const type = number.getType();
  if (number.country === undefined) return { phone, country: '', line: 'special' };
  const line = type === undefined ? undefined : LINES[type];
  return line === undefined ? null : { phone, country: number.country, line };
}

function problemOf(typed: PhoneDigits, country: CountryCode | null): PhoneProblem {
  if (splitCallingCode(typed.digits)?.national === '') return 'too_short';
  const problem = lengthProblem(typed, country);
  if (problem === 'TOO_SHORT') return 'too_short';
  return problem === 'TOO_LONG' ? 'too_long' : 'invalid';
}

function lengthProblem(
  { digits, international }: PhoneDigits,
  country: CountryCode | null,
): ReturnType<typeof validatePhoneNumberLength> {
  const hasOwnCode = country !== null && digits.startsWith(getCountryCallingCode(country));
  if (international || hasOwnCode) return validatePhoneNumberLength(`+${digits}`);
  return validatePhoneNumberLength(digits, country ?? undefined);
}
