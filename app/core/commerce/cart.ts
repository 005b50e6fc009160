import type { CartId, CustomerId, ShopId } from '../kernel/ids';
import type { Money } from '../kernel/money';
import type { ContactSeen } from './customer';

export interface LineItem {
  /** The platform's own ids, as text; null for custom items without a product. */
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly title: string;
  readonly variantTitle: string | null;
  readonly sku: string | null;
  readonly quantity: number;
  /** What the shopper sees, in the presentment currency, for one piece. */
  readonly unitPrice: Money;
  readonly compareAt: Money | null;
  readonly imageUrl: string | null;
  /** The shopper's own words belong to it (an engraving), which are not kept; left out otherwise. */
  readonly isCustomised?: boolean;
}

/** As an order's lines name it: "Shirt - L". */
export const soldName = (title: string, variantTitle: string | null): string =>
  variantTitle === null ? title : `${title} - ${variantTitle}`;

/** A checkout as a platform's webhook or API told it, in our words. */
export interface CheckoutSeen {
  /** The platform's checkout token. */
  readonly externalId: string;
  readonly cartToken: string | null;
  readonly contact: ContactSeen;
  readonly lineItems: readonly LineItem[];
  /** Presentment currency, everything included that the platform includes at this moment. */
  readonly total: Money;
  /** Null when the platform withholds it (no Level-2 approval): normal, not an error. */
  readonly recoveryUrl: string | null;
  readonly discountCodes: readonly string[];
  readonly locale: string | null;
  /** The marketing checkbox of the checkout; null when the platform didn't say. */
  readonly acceptsMarketing: boolean | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly completedAt: Date | null;
}

/**
 * open: the shopper may still be busy. abandoned: idle longer than the shop's inactivity time.
 * emptied: no items left. ordered: bought, here or on another device.
 */
export type CartState = 'open' | 'abandoned' | 'emptied' | 'ordered';

export interface Cart {
  readonly id: CartId;
  readonly shopId: ShopId;
  readonly externalId: string;
  readonly cartToken: string | null;
  readonly customerId: CustomerId | null;
  /** Canonical E.164, or null with `phoneProblem` saying why. */
  readonly phone: string | null;
  readonly phoneProblem: string | null;
  readonly email: string | null;
  readonly countryCode: string | null;
  readonly locale: string | null;
  readonly lineItems: readonly LineItem[];
  readonly total: Money;
  readonly recoveryUrl: string | null;
  readonly discountCodes: readonly string[];
  readonly state: CartState;
  readonly lastActivityAt: Date;
  /** The platform's own time stamp; the newest wins whatever the order of arrival. */
  readonly sourceUpdatedAt: Date;
  readonly abandonedAt: Date | null;
}
