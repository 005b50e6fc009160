import { numberFormat } from './number-format';

/** An amount in the currency's minor units (cents; yen for JPY; fils for KWD, three decimals). */
export interface Money {
  readonly minor: number;
  /** ISO 4217 code, upper case. */
  readonly currency: string;
}

/** ISO 4217 exponents that are not 2 (List One, amendment 179). */
const EXPONENTS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
      .split(' ')
      .map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** Number of decimals of a currency; 2 for a code that the table doesn't name. */
export const exponentOf = (currency: string): number =>
  (Object.hasOwn(EXPONENTS, currency) ? EXPONENTS[currency] : undefined) ?? 2;

export class MoneyError extends Error {}

/** @throws MoneyError when `minor` is no safe integer or `currency` no three-letter code. */
export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor))
    throw new MoneyError(`not a whole number of minor units: ${minor}`);
  if (!/^[A-Z]{3}$/.test(currency)) throw new MoneyError(`not a currency code: ${currency}`);
  return { minor: minor === 0 ? 0 : minor, currency };
}

/**
 * Reads a decimal text as platforms send it ("19.90", "1200", "-3.5").
 * Digits beyond the currency's exponent are accepted only when they are zeros: Shopify writes JPY
 * as "1200.00". Anything else would have to be guessed, so it is refused.
 * @throws MoneyError
 */
export function parseMoney(text: string, currency: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) throw new MoneyError(`not an amount: ${JSON.stringify(text)}`);
  const exponent = exponentOf(currency);
  const fraction = match[3] ?? '';
  if (/[1-9]/.test(fraction.slice(exponent))) {
    throw new MoneyError(`${currency} has ${exponent} decimals: ${text}`);
  }
  const digits = (match[2] ?? '') + fraction.slice(0, exponent).padEnd(exponent, '0');
  return money(Number(`${match[1]}${digits}`), currency);
}

/** The decimal text of an amount ("19.90"), as platforms expect it. */
export function decimalText(amount: Money): string {
  const exponent = exponentOf(amount.currency);
  const digits = String(Math.abs(amount.minor)).padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const text = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return amount.minor < 0 ? `-${text}` : text;
}

/** @throws MoneyError when the currencies differ. */
export function add(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

/** @throws MoneyError when the currencies differ. */
export function subtract(left: Money, right: Money): Money {
  sameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

export const times = (amount: Money, quantity: number): Money =>
  money(amount.minor * quantity, amount.currency);

export const isSameMoney = (left: Money, right: Money): boolean =>
  left.minor === right.minor && left.currency === right.currency;

/** Writes an amount for a person, in the given BCP 47 locale ("€ 19,90"). */
export function formatMoney(amount: Money, locale = 'en'): string {
  const exponent = exponentOf(amount.currency);
  return numberFormat(locale, {
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
    // As text, for a double can't hold every amount of a currency with decimals.
  }).format(decimalText(amount) as Intl.StringNumericLiteral);
}

function sameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new MoneyError(`${left.currency} and ${right.currency} don't add up`);
  }
}
