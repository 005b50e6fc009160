import { readMoney } from '#adapters/http/json-fields';
import type { OrderSeen } from '#core/commerce/index';
import { money, type Money } from '#core/kernel/money';

/** Names our payment in the order that is made for it. */
export const PAYMENT = 'ripresa_payment';
/** The cart that was paid. */
export const CART = 'ripresa_cart';
/** Marks an order that an agent asked to be paid in a conversation. */
export const REQUESTED = 'ripresa_request';
/** What was really paid, where it is not the order's total: a decimal text, in the shopper's currency. */
export const PAID = 'ripresa_paid';

/** The channel that Shopify names on orders made from a draft. */
const DRAFT_SOURCE = 'shopify_draft_order';

interface Told {
  readonly source: string | null;
  readonly checkoutToken: string | null;
  readonly attributes: readonly { readonly name: string | null; readonly value: string | null }[];
  /** The order's total in the shop's currency, and in the shopper's. */
  readonly total: Money;
  readonly presentmentTotal: Money | null;
}

type Own = Pick<OrderSeen, 'checkoutToken' | 'fromDraft' | 'isRequested' | 'total'>;

/**
 * What an order says of a payment of ours. Only orders from drafts are believed: a shopper can write
 * attributes into a cart of the storefront, and none into a draft.
 */
export function readOwn(told: Told): Own {
  const { source, checkoutToken, total, attributes } = told;
  const fromDraft = source === DRAFT_SOURCE;
  const written = new Map(attributes.map(({ name, value }) => [name, value]));
  if (!fromDraft || !written.has(PAYMENT)) return { checkoutToken, fromDraft, total };
  return {
    checkoutToken: written.get(CART) ?? checkoutToken,
    fromDraft: false,
    isRequested: written.has(REQUESTED),
    total: worth(told, written.get(PAID) ?? null),
  };
}

/** Less than the total where the merchant took less for enough. */
function worth({ total, presentmentTotal }: Told, written: string | null): Money {
  const asked = presentmentTotal ?? total;
  const paid = readMoney(written, asked.currency);
  if (!paid || paid.minor >= asked.minor) return total;
  return money(Math.round((total.minor * paid.minor) / asked.minor), total.currency);
}
