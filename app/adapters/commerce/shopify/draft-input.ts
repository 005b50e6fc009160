import { decimalText, money, type Money } from '#core/kernel/money';
import { readMoney } from '#adapters/http/json-fields';
import type { ShippingAddress } from '#core/commerce/index';

import type { MoneyBagNode } from './nodes';

/** What `placeOrder` makes the order of: the very draft that was priced. */
export interface Basis {
  /** Of the shopper. */
  readonly currency: string;
  readonly lines: readonly {
    readonly variantId: string;
    readonly quantity: number;
    /** What one piece was shown for. */
    readonly price: string;
  }[];
  readonly discountCodes: readonly string[];
  /** The country that taxes were reckoned for; null where nobody knew one, or an address says it. */
  readonly country: string | null;
  readonly shipping: { readonly title: string; readonly price: string } | null;
}

/** What of a cart is put into a draft. */
export interface Content extends Pick<Basis, 'currency' | 'discountCodes' | 'country'> {
  readonly lines: readonly Pick<Basis['lines'][number], 'variantId' | 'quantity'>[];
}

/** A draft as DraftOrderInput, at the store's own prices; without a person. */
export const draftOf = ({ currency, lines, discountCodes, country }: Content) => ({
  presentmentCurrencyCode: currency,
  // What a checkout would do.
  acceptAutomaticDiscounts: true,
  discountCodes,
  lineItems: lines.map(({ variantId, quantity }) => ({
    variantId: gid('ProductVariant', variantId),
    quantity,
  })),
  ...(country === null ? {} : { billingAddress: { countryCode: country } }),
});

/** The lines at the prices that they were shown for, whatever the store asks for them meanwhile. */
export const shownLinesOf = ({ lines, currency }: Basis) =>
  lines.map(({ variantId, quantity, price }) => ({
    ...{ variantId: gid('ProductVariant', variantId), quantity },
    priceOverride: { amount: price, currencyCode: currency },
  }));

/** A way of sending at the price that was agreed, whatever the store asks for it meanwhile. */
export const shippingLineOf = ({ shipping, currency }: Basis) =>
  shipping && {
    title: shipping.title,
    priceWithCurrency: { amount: shipping.price, currencyCode: currency },
  };

/** An address as MailingAddressInput. */
export const writtenAddress = (address: ShippingAddress) => ({
  firstName: address.firstName,
  lastName: address.lastName,
  address1: address.address1,
  address2: address.address2,
  zip: address.postcode,
  city: address.city,
  provinceCode: address.province,
  countryCode: address.country,
});

export const moneyInput = (sum: Money) => ({
  amount: decimalText(sum),
  currencyCode: sum.currency,
});

export const moneyOf = ({ amount, currencyCode }: MoneyBagNode['shopMoney']): Money =>
  readMoney(amount, currencyCode) ?? money(0, currencyCode);

export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;
