import { Temporal } from 'temporal-polyfill';
import { zonesOfAreaCode } from './area-code-zones';
import { COUNTRY_ZONES } from './country-zones';
import type { Phone } from './phone';
import { countryOfPhone } from './phone';
import { splitCallingCode } from './phone-readings';

/** What a wall clock and a calendar show. */
export interface LocalTime {
  readonly year: number;
  /** 1–12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** ISO 8601: 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
}

const zoned = (instant: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zone);

const toDate = (moment: Temporal.ZonedDateTime): Date => new Date(moment.epochMilliseconds);

/** Whether a text names an IANA zone ("Europe/Rome"); offsets such as "+01:00" don't follow DST. */
export function isZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    zoned(new Date(0), text);
    return true;
  } catch {
    return false;
  }
}

/** A batch asks thousands of times what a few zones' clocks show at one instant. */
const latest = { at: Number.NaN, times: new Map<string, LocalTime>() };

/**
 * Local time of an instant.
 * @throws RangeError for an unknown zone.
 */
export function localTime(instant: Date, zone: string): LocalTime {
  const at = instant.getTime();
  if (latest.at !== at) Object.assign(latest, { at, times: new Map() });
  const known = latest.times.get(zone);
  if (known) return known;
  const { year, month, day, hour, minute, dayOfWeek } = zoned(instant, zone);
  const time = { year, month, day, hour, minute, weekday: dayOfWeek };
  latest.times.set(zone, time);
  return time;
}

/**
 * The instant of a local hour on the day that is `daysLater` calendar days after `from`'s local
 * day. An hour that a clock change leaves out gives the first instant after the gap; one that
 * comes twice gives the first of the two.
 * @throws RangeError for an unknown zone.
 */
export function atLocalHour(from: Date, daysLater: number, hour: number, zone: string): Date {
  const day = zoned(from, zone).toPlainDate().add({ days: daysLater });
  return toDate(day.toZonedDateTime({ timeZone: zone, plainTime: { hour } }));
}

/**
 * First instant, not before `after`, at which the local clock reads the full hour. Each local day
 * has it once, also on days of a clock change.
 * @throws RangeError for an unknown zone.
 */
export function nextLocalHour(after: Date, hour: number, zone: string): Date {
  const today = atLocalHour(after, 0, hour, zone);
  return today.getTime() >= after.getTime() ? today : atLocalHour(after, 1, hour, zone);
}

/** First instant of the local day that is `daysLater` days after `from`'s (not always midnight). */
export const startOfLocalDay = (from: Date, daysLater: number, zone: string): Date =>
  toDate(zoned(from, zone).toPlainDate().add({ days: daysLater }).toZonedDateTime(zone));

/**
 * Zones in which the bearer may be, the most populous first: of a country (ISO 3166 alpha-2), or
 * of a phone, narrowed by its area code where the plan tells. Empty for an unknown country.
 */
export function zonesOf(countryOrPhone: string): readonly string[] {
  if (!countryOrPhone.startsWith('+')) return COUNTRY_ZONES.get(countryOrPhone.toUpperCase()) ?? [];
  const country = countryOfPhone(countryOrPhone as Phone);
  if (country === null) return [];
  const national = splitCallingCode(countryOrPhone.slice(1))?.national ?? '';
  return zonesOfAreaCode(country, national) ?? zonesOf(country);
}

/**
 * One zone to speak of a shopper's local time in. `fallbackZone` (the store's) decides when the
 * phone leaves several zones open and it is one of them, or when the phone tells nothing.
 */
export function zoneOfPhone(phone: Phone, fallbackZone: string): string {
  const zones = zonesOf(phone);
  return zones.includes(fallbackZone) ? fallbackZone : (zones[0] ?? fallbackZone);
}

/**
 * All zones that a message must suit, never empty: the phone's, else the billing country's, else
 * the store's.
 */
export function recipientZones(
  recipient: { readonly phone: Phone | null; readonly country: string | null },
  storeZone: string,
): readonly string[] {
  const byPhone = recipient.phone === null ? [] : zonesOf(recipient.phone);
  const known = byPhone.length > 0 ? byPhone : zonesOf(recipient.country ?? '');
  return known.length > 0 ? known : [storeZone];
}
