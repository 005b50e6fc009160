import type { CartQuote } from '#core/commerce/index';
import type { Sum } from './payment';

/** A sum as a page shows it and a provider is asked for it: there is nothing that a store could price. */
export const quoteSum = ({ amount, reason }: Sum): CartQuote => ({
  lines: [{ title: reason, quantity: 1, unitPrice: amount }],
  parcels: [],
  total: amount,
  coupons: [],
  basis: null,
});
