import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import { parsePhone, phoneFromWaId, waIdsOf } from '#core/kernel/phone';
import type { Phone } from '#core/kernel/phone';

const MOBILES = getCountries().flatMap((country) => {
  const number = getExampleNumber(country, examples);
  return number?.isValid() === true ? [{ country, number }] : [];
});

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

const brazilian = fc
  .tuple(
    fc.constantFrom('11', '21', '31', '47', '51', '55', '85', '98'),
    fc.constantFrom('6', '7', '8', '9'),
    digits(7),
  )
  .map(([area, first, rest]) => `+55${area}9${first}${rest}`);
const mexican = fc
  .tuple(fc.constantFrom('55', '33', '81'), digits(8))
  .map(([area, rest]) => `+52${area}${rest}`);
const argentine = digits(6).map((rest) => `+5491123${rest}`);
const subscribers = fc.oneof(
  brazilian,
  mexican,
  argentine,
  fc.constantFrom(...MOBILES).map(({ number }) => number.number),
);

const SCRIPTS = ['0', '٠', '۰', '०', '０'].map((zero) => zero.codePointAt(0) ?? 0);
const inScript = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

const phoneOf = (raw: string, country: string | null): Phone | null => {
  const parsed = parsePhone(raw, country);
  return parsed.ok ? parsed.phone : null;
};

describe('the canonical form of a phone', () => {
  test('is stable: reading it again changes nothing, whatever the billing country', () => {
    fc.assert(
      fc.property(subscribers, fc.constantFrom(null, ...getCountries()), (number, country) => {
        const once = phoneOf(number, null);
        fc.pre(once !== null);
        expect(phoneOf(once, country)).toBe(once);
      }),
    );
  });

  test('is the same for every spelling, in every script and with any punctuation', () => {
    const decoration = fc.constantFrom('', ' ', '-', '.', '\u200f', '\u00a0');
    fc.assert(
      fc.property(subscribers, decoration, fc.constantFrom(...SCRIPTS), (number, mark, zero) => {
        const once = phoneOf(number, null);
        fc.pre(once !== null);
        const spread = `+${number.slice(1).split('').join(mark)}`;
        expect(phoneOf(inScript(spread, zero), null)).toBe(once);
        expect(phoneOf(inScript(number.replace('+', '00'), zero), null)).toBe(once);
      }),
    );
  });

  test('is reached from every number under which WhatsApp may report the person', () => {
    fc.assert(
      fc.property(subscribers, (number) => {
        const phone = phoneOf(number, null);
        fc.pre(phone !== null);
        for (const waId of waIdsOf(phone)) {
          expect(phoneFromWaId(waId)).toMatchObject({ ok: true, phone });
        }
      }),
    );
  });

  test('is one for the local and the foreign notation of every country', () => {
    for (const { country, number } of MOBILES) {
      const phone = phoneOf(number.number, null);
      expect(phone, country).not.toBeNull();
      expect(phoneOf(number.formatNational(), country), country).toBe(phone);
      expect(phoneOf(number.formatInternational(), null), country).toBe(phone);
      expect(phoneOf(number.number.slice(1), country), country).toBe(phone);
    }
  });

  test('no text breaks the reading, and an accepted one is E.164', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(null, 'IT', 'BR', 'US'),
        (raw, country) => {
          const parsed = parsePhone(raw, country);
          if (parsed.ok) expect(parsed.phone).toMatch(/^\+[1-9]\d{6,14}$/);
        },
      ),
    );
  });
});
