import { money, type Money } from '#core/kernel/money';
import { exponentOf } from '#core/kernel/money';
import { VendorFault } from '#core/kernel/vendor-fault';

/** https://docs.stripe.com/currencies#zero-decimal: whole units. MGA has decimals in ISO 4217. */
const WHOLE = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '));
/** Currencies without decimals that Stripe counts in hundredths all the same. */
const HUNDREDTHS_OF_WHOLE = new Set(['ISK', 'UGX']);
/** https://docs.stripe.com/currencies#three-decimal: the last digit must be 0. */
const THREE_DECIMALS = new Set('BHD JOD KWD OMR TND'.split(' '));
/** ISO currencies with three or four decimals that Stripe does not take, and some without any. */
const NOT_TAKEN = new Set('IQD LYD CLF UYW UYI CUP CUC IRR KPW SDG SSP SYP VES'.split(' '));

export const takesCurrency = (currency: string): boolean =>
  /^[A-Z]{3}$/.test(currency) && !NOT_TAKEN.has(currency);

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
