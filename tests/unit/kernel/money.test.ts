import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  decimalText,
  exponentOf,
  formatMoney,
  money,
  MoneyError,
  parseMoney,
  subtract,
  times,
} from '#core/kernel/money';

const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD', 'CLF', 'BRL', 'KRW', 'BHD');
const minors = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const small = fc.integer({ min: -1e12, max: 1e12 });

describe('money', () => {
  test('what is written as a decimal is read back unchanged, in every currency', () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        const amount = money(minor, currency);
        expect(parseMoney(decimalText(amount), currency)).toEqual(amount);
      }),
    );
  });

  test('adding is commutative and associative, and subtracting undoes it', () => {
    fc.assert(
      fc.property(small, small, small, currencies, (a, b, c, currency) => {
        const [x, y, z] = [money(a, currency), money(b, currency), money(c, currency)];
        expect(add(x, y)).toEqual(add(y, x));
        expect(add(add(x, y), z)).toEqual(add(x, add(y, z)));
        expect(subtract(add(x, y), y)).toEqual(x);
      }),
    );
  });

  test('multiplying is repeated adding', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 0, max: 20 }), currencies, (minor, n, currency) => {
        const sum = Array.from({ length: n }, () => money(minor, currency)).reduce(
          add,
          money(0, currency),
        );
        expect(times(money(minor, currency), n)).toEqual(sum);
      }),
    );
  });

  test('zeros beyond the currency’s decimals are accepted, as Shopify writes yen', () => {
    expect(parseMoney('1200.00', 'JPY')).toEqual({ minor: 1200, currency: 'JPY' });
    expect(parseMoney('19.900', 'EUR')).toEqual({ minor: 1990, currency: 'EUR' });
    expect(parseMoney('-3.5', 'EUR')).toEqual({ minor: -350, currency: 'EUR' });
    expect(parseMoney('1.234', 'KWD')).toEqual({ minor: 1234, currency: 'KWD' });
  });

  test('a minus zero becomes zero', () => {
    expect(Object.is(parseMoney('-0.00', 'EUR').minor, 0)).toBe(true);
  });

  test.each(['', '1,50', '1.505', '1e3', 'NaN', '.5', '1.', '--1', '+1', '99999999999999999.00'])(
    'the text %j is refused rather than guessed',
    (text) => {
      expect(() => parseMoney(text, 'EUR')).toThrow(MoneyError);
    },
  );

  test('part of a cent, an unsafe sum and a code that is none are refused', () => {
    expect(() => money(1.5, 'EUR')).toThrow(MoneyError);
    expect(() => money(1, 'eur')).toThrow(MoneyError);
    expect(() => parseMoney('1', 'constructor')).toThrow(MoneyError);
    expect(() => times(money(1, 'EUR'), 0.5)).toThrow(MoneyError);
    expect(() => add(money(Number.MAX_SAFE_INTEGER, 'EUR'), money(1, 'EUR'))).toThrow(MoneyError);
  });

  test('two currencies are never added or subtracted', () => {
    expect(() => add(money(1, 'EUR'), money(1, 'USD'))).toThrow('EUR and USD');
    expect(() => subtract(money(1, 'EUR'), money(1, 'USD'))).toThrow(MoneyError);
  });

  test('decimals follow ISO 4217', () => {
    expect(['EUR', 'JPY', 'KWD', 'CLF', 'XXX'].map(exponentOf)).toEqual([2, 0, 3, 4, 2]);
  });

  test('a person reads the amount in their own notation, to the last unit', () => {
    expect(formatMoney(money(199_050, 'EUR'), 'it')).toBe('1990,50\u00a0€');
    expect(formatMoney(money(1200, 'JPY'))).toBe('¥1,200');
    expect(formatMoney(money(Number.MAX_SAFE_INTEGER, 'USD'))).toBe('$90,071,992,547,409.91');
    expect(formatMoney(money(-5, 'USD'))).toBe('-$0.05');
  });
});
