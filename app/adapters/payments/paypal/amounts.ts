import { decimalText, exponentOf, money, parseMoney, type Money } from '#core/kernel/money';
import type { SumObjection } from '#core/payments/index';
import { VendorFault } from '#core/kernel/vendor-fault';

/** https://developer.paypal.com/api/rest/reference/currency-codes/ */
const TAKEN = new Set(
  'AUD BRL CAD CNY CZK DKK EUR HKD HUF ILS JPY MYR MXN TWD NZD NOK PHP PLN GBP SGD SEK CHF THB USD'.split(
    ' ',
  ),
);
/** PayPal takes no decimals of these, of which ISO 4217 gives two to the first and the last. */
const WHOLE = new Set(['HUF', 'JPY', 'TWD']);

const takesCurrency = (currency: string): boolean => TAKEN.has(currency);

/** A guard: nobody asks for more in a chat, and PayPal is known to refuse longer amounts. */
const MOST_WHOLE = 9_999_999;

export function objection(sum: Money): SumObjection | null {
  const { minor, currency } = sum;
  if (!takesCurrency(currency)) return { why: 'currency' };
  if (minor < 1) return { why: 'too_small', limit: money(1, currency) };
  const most = MOST_WHOLE * 10 ** exponentOf(currency);
  if (minor > most) return { why: 'too_large', limit: money(most, currency) };
  try {
    toPayPal(sum);
    return null;
  } catch {
    return { why: 'decimals' };
  }
}

export interface PayPalAmount {
  readonly currency_code: string;
  readonly value: string;
}

/** @throws VendorFault `currency` or `amount`, never to be tried again */
export function toPayPal(amount: Money): PayPalAmount {
  const { currency } = amount;
  if (!takesCurrency(currency)) throw refused('currency', `PayPal does not take ${currency}`);
  const text = decimalText(amount);
  if (!WHOLE.has(currency)) return { currency_code: currency, value: text };
  const [whole = '', rest = ''] = text.split('.');
  if (/[1-9]/.test(rest)) throw refused('amount', `PayPal takes ${currency} without decimals`);
  return { currency_code: currency, value: whole };
}

/** @throws MoneyError when the text is no amount of the currency */
export const fromPayPal = ({ currency_code, value }: PayPalAmount): Money =>
  parseMoney(value, currency_code);

const refused = (code: string, sentence: string): VendorFault =>
  new VendorFault(sentence, { vendor: 'paypal', code, retry: 'never' });
