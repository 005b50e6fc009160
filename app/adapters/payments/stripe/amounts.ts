import { money, type Money } from '#core/kernel/money';
import { exponentOf } from '#core/kernel/money';
import type { SumObjection } from '#core/payments/index';
import { VendorFault } from '#core/kernel/vendor-fault';

/** https://docs.stripe.com/currencies#zero-decimal: whole units. MGA has decimals in ISO 4217. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Currencies without decimals that Stripe counts in hundredths all the same. */
const HUNDREDTHS_OF_WHOLE = new Set(['ISK', 'UGX']);
/** https://docs.stripe.com/currencies#three-decimal: the last digit must be 0. */
const THREE_DECIMALS = new Set('BHD JOD KWD OMR TND'.split(' '));
/** ISO currencies with three or four decimals that Stripe does not take, and some without any. */
const NOT_TAKEN = new Set('IQD LYD CLF UYW UYI CUP CUC IRR KPW SDG SSP SYP VES'.split(' '));

const takesCurrency = (currency: string): boolean =>
  /^[A-Z]{3}$/.test(currency) && !NOT_TAKEN.has(currency);

/**
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, in minor units. Of others
 * Stripe says no if it is too little.
 */
const LEAST: Readonly<Record<string, number>> = {
  ...{ AED: 200, AUD: 50, BGN: 100, BRL: 50, CAD: 50, CHF: 50, CZK: 1_500, DKK: 250, EUR: 50 },
  ...{ GBP: 30, HKD: 400, HUF: 17_500, INR: 50, JPY: 50, MXN: 1_000, MYR: 200, NOK: 300 },
  ...{ NZD: 50, PLN: 200, RON: 200, SEK: 300, SGD: 50, THB: 1_000, USD: 50 },
};
/** Eight digits, as Stripe counts. */
const MOST = 99_999_999;

export function objection(sum: Money): SumObjection | null {
  const { minor, currency } = sum;
  if (!takesCurrency(currency)) return { why: 'currency' };
  const least = LEAST[currency] ?? 1;
  if (minor < least) return { why: 'too_small', limit: money(least, currency) };
  const most = Math.floor(MOST / ratioOf(currency));
  if (minor > most) return { why: 'too_large', limit: money(most, currency) };
  try {
    toStripe(sum);
    return null;
  } catch {
    return { why: 'decimals' };
  }
}

/**
 * An amount in the units that Stripe counts in.
 * @throws VendorFault `currency` or `amount`, never to be tried again
 */
export function toStripe({ minor, currency }: Money): number {
  if (!takesCurrency(currency)) throw refused('currency', `Stripe does not take ${currency}`);
  if (THREE_DECIMALS.has(currency) && minor % 10 !== 0) {
    throw refused('amount', `Stripe takes ${currency} in steps of a hundredth`);
  }
  const ratio = ratioOf(currency);
  const amount = minor * ratio;
  if (!Number.isSafeInteger(amount)) {
    throw refused('amount', `Stripe takes ${currency} without decimals`);
  }
  return amount;
}

/** @throws MoneyError when Stripe's amount is no whole number of minor units */
export const fromStripe = (amount: number, currency: string): Money =>
  money(amount / ratioOf(currency.toUpperCase()), currency.toUpperCase());

/** Stripe's units in one of our minor units. */
function ratioOf(currency: string): number {
  if (HUNDREDTHS_OF_WHOLE.has(currency)) return 100;
  return WHOLE.has(currency) ? 1 / 10 ** exponentOf(currency) : 1;
}

const refused = (code: string, sentence: string): VendorFault =>
  new VendorFault(sentence, { vendor: 'stripe', code, retry: 'never' });
