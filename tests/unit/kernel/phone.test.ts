import parsePhoneNumber, { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, test } from 'vitest';
import {
  countryOfPhone,
  parsePhone,
  PHONE_PROBLEMS,
  phoneFromWaId,
  sameSubscriber,
  waIdsOf,
} from '#core/kernel/phone';
import type { Phone } from '#core/kernel/phone';

const canonical = (raw: string, country: string | null = null): string => {
  const parsed = parsePhone(raw, country);
  return parsed.ok ? parsed.phone : parsed.reason;
};

describe('a phone as people and platforms write it', () => {
  test.each([
    ['+39 347 123 4567', null],
    ['347 1234567', 'IT'],
    ['347-123.45/67', 'it'],
    ['00393471234567', null],
    ['0039 347 1234567', 'IT'],
    ['393471234567', 'IT'],
    ['tel:+39-347-1234567', null],
    ['WhatsApp: +39 347 1234567', null],
    ['+39 347 1234567 ext. 5', null],
    ['+39 347 1234567;ext=5', null],
    ['347 1234567 (Mario)', 'IT'],
    ['\u202a+39\u00a0347\u200b1234567\u202c', null],
    ['＋３９ ３４７ １２３４５６７', null],
    ['+٣٩ ٣٤٧ ١٢٣٤٥٦٧', null],
    ['۰۰۳۹۳۴۷۱۲۳۴۵۶۷', null],
    ['३४७ १२३४५६७', 'IT'],
    ['০০৩৯৩৪৭১২৩৪৫৬৭', null],
    ['+39 0347 1234567', null],
    ['0347 1234567', 'IT'],
    ['+3471234567', 'IT'],
    ['011 39 347 1234567', 'US'],
    ['0011 39 347 1234567', 'AU'],
    ['00 15 39 347 1234567', 'BR'],
  ])('%j with the billing country %j is +393471234567', (raw, country) => {
    expect(canonical(raw, country)).toBe('+393471234567');
  });

  test.each([
    '+39 0039 347 1234567',
    '+39 +39 347 1234567',
    '+39393471234567',
    '+3900393471234567',
    '00390039347 1234567',
  ])('a country code put before a number that had one is dropped: %j', (raw) => {
    expect(canonical(raw)).toBe('+393471234567');
    expect(canonical(raw.replace('+', ''), 'IT')).toBe('+393471234567');
  });

  test('a number that is right as written is not taken apart, whatever it begins with', () => {
    expect(canonical('+39 393 4712345')).toBe('+393934712345');
    expect(canonical('393 4712345', 'IT')).toBe('+393934712345');
    expect(canonical('+55 55 98765 4321')).toBe('+5555987654321');
  });

  test.each([
    ['07400 123456', 'GB', '+447400123456'],
    ['+44 (0)7400 123456', null, '+447400123456'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['+1 1 415 555 2671', null, '+14155552671'],
    ['8 912 345 67 89', 'RU', '+79123456789'],
    ['0171/1234567', 'DE', '+491711234567'],
    ['02 1234 5678', 'IT', '+390212345678'],
    ['010-1234-5678', 'KR', '+821012345678'],
    ['+44 7400 123456', 'IT', '+447400123456'],
  ])('%j with the billing country %j is %s', (raw, country, expected) => {
    expect(canonical(raw, country)).toBe(expected);
  });

  test('without a plus, a country code in front of a mobile is seen before a rare landline', () => {
    expect(canonical('62812345678', 'ID')).toBe('+62812345678');
    expect(canonical('4915123456789', 'DE')).toBe('+4915123456789');
  });

  test('the country and the kind of line are told', () => {
    expect(parsePhone('+39 347 1234567', null)).toMatchObject({ country: 'IT', line: 'mobile' });
    expect(parsePhone('+39 02 12345678', null)).toMatchObject({ country: 'IT', line: 'landline' });
    expect(parsePhone('+1 613 555 0123', null)).toMatchObject({ country: 'CA', line: 'unclear' });
    expect(countryOfPhone('+77012345678' as Phone)).toBe('KZ');
    expect(countryOfPhone('+1' as Phone)).toBeNull();
  });

  test.each(getCountries())(
    'an example number of %s is of the country that the plan says',
    (country) => {
      const example = getExampleNumber(country, examples)?.number ?? '';
      expect(countryOfPhone(example as Phone)).toBe(parsePhoneNumber(example)?.country ?? null);
    },
  );
});

describe('a text that is no reachable phone', () => {
  test.each([
    ['', 'IT', 'empty'],
    [' \t', 'IT', 'empty'],
    ['none', 'IT', 'invalid'],
    ['3471234567', null, 'no_country'],
    ['3471234567', 'XX', 'no_country'],
    ['+55', null, 'too_short'],
    ['+5511', null, 'too_short'],
    ['347', 'IT', 'too_short'],
    ['+39 347 1234567 1234567', null, 'too_long'],
    ['39 347 1234567 1234567', 'IT', 'too_long'],
    ['347 1234567 1234567', 'IT', 'too_long'],
    ['+999 123456', null, 'invalid'],
    ['+39 999 1234567', null, 'invalid'],
    ['+1 800 555 1234', null, 'special_service'],
    ['+800 1234 5678', null, 'special_service'],
    ['0800 123456', 'GB', 'special_service'],
  ])('%j with the billing country %j gives the reason %s', (raw, country, reason) => {
    expect(parsePhone(raw, country)).toEqual({ ok: false, reason });
  });

  test('one digit too many never makes it a foreigner’s number', () => {
    expect(canonical('34712345678', 'IT')).toBe('invalid');
  });

  test('every reason has a sentence for the merchant', () => {
    for (const sentence of Object.values(PHONE_PROBLEMS)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});

describe('one subscriber under several numbers', () => {
  test.each([
    ['+55 11 98765-4321', '551187654321'],
    ['+52 55 1234 5678', '5215512345678'],
    ['+54 9 11 2345 6789', '541123456789'],
  ])('%s is the person whom WhatsApp reports as %s', (typed, waId) => {
    const reported = phoneFromWaId(waId);
    expect(reported.ok && reported.phone).toBe(canonical(typed));
    expect(sameSubscriber(typed, waId)).toBe(true);
  });

  test.each([
    ['11 8765-4321', 'BR', '+5511987654321'],
    ['0 15 11 98765-4321', 'BR', '+5511987654321'],
    ['55 11 98765-4321', 'BR', '+5511987654321'],
    ['+55 55 8765-4321', null, '+5555987654321'],
    ['044 55 1234 5678', 'MX', '+525512345678'],
    ['01 55 1234 5678', 'MX', '+525512345678'],
    ['1 55 1234 5678', 'MX', '+525512345678'],
    ['+52 044 55 1234 5678', null, '+525512345678'],
    ['011 15 2345-6789', 'AR', '+5491123456789'],
    ['+54 11 15 2345 6789', null, '+5491123456789'],
    ['+54 9 11 15 2345 6789', null, '+5491123456789'],
    ['0341 15 512-3456', 'AR', '+5493415123456'],
    ['11 2345 6789', 'AR', '+5491123456789'],
  ])('%j with the billing country %j is %s', (raw, country, expected) => {
    expect(canonical(raw, country)).toBe(expected);
  });

  test('a Brazilian landline gets no ninth digit', () => {
    expect(canonical('+55 11 3333-4444')).toBe('+551133334444');
    expect(waIdsOf('+551133334444' as Phone)).toEqual(['551133334444']);
  });

  test('the canonical number comes first among those that WhatsApp may report', () => {
    expect(waIdsOf('+5511987654321' as Phone)).toEqual(['5511987654321', '551187654321']);
    expect(waIdsOf('+525512345678' as Phone)).toEqual(['525512345678', '5215512345678']);
    expect(waIdsOf('+5491123456789' as Phone)).toEqual(['5491123456789', '541123456789']);
    expect(waIdsOf('+393471234567' as Phone)).toEqual(['393471234567']);
  });

  test('two people stay two, and a text that is no number is nobody', () => {
    expect(sameSubscriber('+5511987654321', '+5511987654322')).toBe(false);
    expect(sameSubscriber('', '')).toBe(false);
  });
});
