import fc from 'fast-check';
import { getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { COUNTRY_ZONES } from '#core/kernel/country-zones';
import type { Phone } from '#core/kernel/phone';
import {
  atLocalHour,
  isZone,
  localTime,
  nextLocalHour,
  recipientZones,
  startOfLocalDay,
  zoneOfPhone,
  zonesOf,
} from '#core/kernel/time-window';

const at = (iso: string): Date => new Date(iso);
const phone = (text: string): Phone => text as Phone;
const ZONES = [
  'Europe/Rome',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Kolkata',
];

describe('local time', () => {
  test('an instant is read in the zone’s own clock and calendar', () => {
    expect(localTime(at('2026-03-29T01:00:00Z'), 'Europe/Rome')).toEqual({
      year: 2026,
      month: 3,
      day: 29,
      hour: 3,
      minute: 0,
      weekday: 7,
    });
    expect(localTime(at('2026-01-01T05:00:00Z'), 'America/Los_Angeles')).toMatchObject({
      year: 2025,
      day: 31,
      hour: 21,
      weekday: 3,
    });
  });

  test('only names of the time zone database are zones', () => {
    expect(['Europe/Rome', 'UTC', 'Asia/Kolkata'].every(isZone)).toBe(true);
    expect(['', '+01:00', 'Europe/Atlantis', '../etc', 'Rome'].some(isZone)).toBe(false);
    expect(() => localTime(at('2026-01-01T00:00:00Z'), 'Europe/Atlantis')).toThrow(RangeError);
  });
});

describe('the next local hour', () => {
  test('is today’s when it is still to come, and the given instant when it is now', () => {
    const noon = at('2026-06-01T10:00:00Z');
    expect(nextLocalHour(at('2026-06-01T08:00:00Z'), 12, 'Europe/Rome')).toEqual(noon);
    expect(nextLocalHour(noon, 12, 'Europe/Rome')).toEqual(noon);
    expect(nextLocalHour(at('2026-06-01T10:00:00.001Z'), 12, 'Europe/Rome')).toEqual(
      at('2026-06-02T10:00:00Z'),
    );
  });

  test('falls after the gap on the day that has no such hour', () => {
    expect(nextLocalHour(at('2026-03-29T00:00:00Z'), 2, 'Europe/Rome')).toEqual(
      at('2026-03-29T01:00:00Z'),
    );
    expect(nextLocalHour(at('2026-10-03T12:00:00Z'), 2, 'Australia/Lord_Howe')).toEqual(
      at('2026-10-03T15:30:00Z'),
    );
  });

  test('comes once on the day that has it twice', () => {
    expect(nextLocalHour(at('2026-10-24T22:00:00Z'), 2, 'Europe/Rome')).toEqual(
      at('2026-10-25T00:00:00Z'),
    );
    expect(nextLocalHour(at('2026-10-25T00:30:00Z'), 2, 'Europe/Rome')).toEqual(
      at('2026-10-26T01:00:00Z'),
    );
  });

  test('keeps the clock’s hour, not the length of the day, over a change of clocks', () => {
    expect(atLocalHour(at('2026-03-28T12:00:00Z'), 1, 9, 'Europe/Rome')).toEqual(
      at('2026-03-29T07:00:00Z'),
    );
    expect(startOfLocalDay(at('2026-04-24T09:00:00Z'), 0, 'Africa/Cairo')).toEqual(
      at('2026-04-23T22:00:00Z'),
    );
  });

  test('is never before the instant, at most 25 hours after it, and its own next', () => {
    const instants = fc.date({
      min: at('2026-01-01T00:00:00Z'),
      max: at('2027-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const hours = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(instants, hours, fc.constantFrom(...ZONES), (instant, hour, zone) => {
        const next = nextLocalHour(instant, hour, zone);
        const hoursLater = (next.getTime() - instant.getTime()) / 3_600_000;
        expect(hoursLater).toBeGreaterThanOrEqual(0);
        expect(hoursLater).toBeLessThanOrEqual(25);
        expect(nextLocalHour(next, hour, zone)).toEqual(next);
      }),
    );
  });
});

describe('the zones of a phone or country', () => {
  test.each([
    ['+393471234567', ['Europe/Rome']],
    ['IT', ['Europe/Rome']],
    ['it', ['Europe/Rome']],
    ['+12125550123', ['America/New_York']],
    ['+13105550123', ['America/Los_Angeles']],
    ['+18085550123', ['Pacific/Honolulu']],
    ['+16135550123', ['America/Toronto']],
    ['+12085550123', ['America/Los_Angeles', 'America/Denver']],
    ['+5511987654321', ['America/Sao_Paulo']],
    ['+5592987654321', ['America/Manaus']],
    ['+526641234567', ['America/Tijuana']],
    ['+525512345678', ['America/Mexico_City']],
    ['+61731234567', ['Australia/Brisbane']],
    ['+622112345678', ['Asia/Jakarta']],
    ['+74012345678', ['Europe/Kaliningrad']],
    ['+34928123456', ['Atlantic/Canary']],
    ['+80012345678', []],
    ['+12423591234', ['America/Nassau']],
    ['XX', []],
    ['', []],
  ])('%s may be in %j', (subject, zones) => {
    expect(zonesOf(subject)).toEqual(zones);
  });

  test('a mobile that tells no place may be anywhere in its country', () => {
    expect(zonesOf('+61412345678')).toEqual(COUNTRY_ZONES.get('AU'));
    expect(zonesOf('+79123456789')).toContain('Asia/Kamchatka');
    expect(zonesOf('+6281234567890')).toEqual(['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura']);
  });

  test('every North American area code tells a place', () => {
    const missing = Array.from({ length: 800 }, (_, index) => index + 200).filter((area) => {
      const number = parsePhoneNumberFromString(`+1${area}2345678`);
      const isGeographic =
        number?.isValid() === true && number.getType() === 'FIXED_LINE_OR_MOBILE';
      const isOurs = number?.country === 'US' || number?.country === 'CA';
      return isGeographic && isOurs && zonesOf(`+1${area}2345678`).length > 4;
    });
    expect(missing).toEqual([]);
  });

  test('every country with telephones has zones, and each is a real one', () => {
    expect(getCountries().filter((country) => zonesOf(country).length === 0)).toEqual([]);
    expect([...COUNTRY_ZONES.values()].flat().filter((zone) => !isZone(zone))).toEqual([]);
  });

  test('one zone speaks for the shopper: the phone’s, or the store’s where it is a candidate', () => {
    expect(zoneOfPhone(phone('+12125550123'), 'America/Los_Angeles')).toBe('America/New_York');
    expect(zoneOfPhone(phone('+61412345678'), 'Australia/Perth')).toBe('Australia/Perth');
    expect(zoneOfPhone(phone('+61412345678'), 'Europe/Rome')).toBe('Australia/Sydney');
    expect(zoneOfPhone(phone('+80012345678'), 'Europe/Rome')).toBe('Europe/Rome');
  });

  test('someone without a phone is looked for in the country of the address, then of the store', () => {
    expect(recipientZones({ phone: null, country: 'JP' }, 'Europe/Rome')).toEqual(['Asia/Tokyo']);
    expect(recipientZones({ phone: null, country: null }, 'Europe/Rome')).toEqual(['Europe/Rome']);
    expect(recipientZones({ phone: phone('+393471234567'), country: 'JP' }, 'UTC')).toEqual([
      'Europe/Rome',
    ]);
  });
});
