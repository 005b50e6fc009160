import { decimalText, money, type Money } from '../kernel/money';
import type { Sale } from './outside-sales';

type Paid = Sale['paid'];

/** What a merchant reads in the order of a payment. */
export const tookSentence = ({ providerName, amount, reference }: Paid): string =>
  `${providerName} took ${sumText(amount)} by a payment link (${reference})`;

/** In an order that waits, for its total is not what was paid. */
export const differsNote = (paid: Paid): string =>
  `${tookSentence(paid)}, which is not this order’s total. Compare before you send it.`;

/** In an order whose payment the merchant took for enough. */
export const acceptedNote = (paid: Paid, total: Money): string =>
  `${tookSentence(paid)}, ${differenceOf(paid.amount, total)} than this order’s total. You took it for enough.`;

/** "0.01 EUR less"; of another currency the store must have changed meanwhile. */
function differenceOf(paid: Money, total: Money): string {
  if (paid.currency !== total.currency) return 'in another currency';
  const by = money(Math.abs(paid.minor - total.minor), paid.currency);
  return `${sumText(by)} ${paid.minor < total.minor ? 'less' : 'more'}`;
}

const sumText = (sum: Money): string => `${decimalText(sum)} ${sum.currency}`;
