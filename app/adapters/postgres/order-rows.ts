import type { Order, OrderWrite, PaymentState } from '#core/commerce/index';
import type { CustomerId, OrderId, ShopId } from '#core/kernel/ids';
import { iso } from './instants';

export interface OrderRow {
  readonly id: OrderId;
  readonly shop_id: ShopId;
  readonly external_id: string;
  readonly name: string;
  readonly customer_id: CustomerId | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly checkout_token: string | null;
  readonly cart_token: string | null;
  readonly click_token: string | null;
  readonly discount_codes: readonly string[];
  readonly total_minor: number;
  readonly current_total_minor: number;
  readonly currency: string;
  readonly refunded_minor: number;
  readonly payment: PaymentState;
  readonly placed_at: Date;
  readonly paid_at: Date | null;
  readonly cancelled_at: Date | null;
  readonly source_updated_at: Date;
  readonly is_requested: boolean;
}

export const COLUMNS = [
  'shop_id',
  'id',
  'external_id',
  'name',
  'customer_id',
  'phone',
  'email',
  'checkout_token',
  'cart_token',
  'click_token',
  'discount_codes',
  'total_minor',
  'current_total_minor',
  'currency',
  'payment',
  'placed_at',
  'paid_at',
  'cancelled_at',
  'source_updated_at',
  'is_requested',
] as const;

/** Refunds are counted from their own table, so one that came before its order counts too. */
export const READ = `${COLUMNS.map((column) => `o.${column}`).join(', ')},
  (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refund r
   WHERE r.shop_id = o.shop_id AND r.order_external_id = o.external_id
     AND r.currency = o.currency) AS refunded_minor`;

export const SELECT = `SELECT ${READ} FROM orders o`;

export const toOrder = (row: OrderRow): Order => ({
  id: row.id,
  shopId: row.shop_id,
  externalId: row.external_id,
  name: row.name,
  customerId: row.customer_id,
  phone: row.phone,
  email: row.email,
  checkoutToken: row.checkout_token,
  cartToken: row.cart_token,
  clickToken: row.click_token,
  discountCodes: row.discount_codes,
  total: { minor: row.total_minor, currency: row.currency },
  currentTotal: { minor: row.current_total_minor, currency: row.currency },
  refunded: { minor: row.refunded_minor, currency: row.currency },
  payment: row.payment,
  placedAt: row.placed_at,
  paidAt: row.paid_at,
  cancelledAt: row.cancelled_at,
  sourceUpdatedAt: row.source_updated_at,
  isRequested: row.is_requested,
});

/** In the order of `COLUMNS`. */
export const valuesOf = (order: OrderWrite): readonly unknown[] => [
  order.shopId,
  order.id,
  order.externalId,
  order.name,
  order.customerId,
  order.phone,
  order.email,
  order.checkoutToken,
  order.cartToken,
  order.clickToken,
  JSON.stringify(order.discountCodes),
  order.total.minor,
  order.currentTotal.minor,
  order.total.currency,
  order.payment,
  iso(order.placedAt),
  iso(order.paidAt),
  iso(order.cancelledAt),
  iso(order.sourceUpdatedAt),
  order.isRequested,
];

/** What isn't text; a list travels as JSON, for lists of unequal length can't be one array. */
const TYPES: Partial<Record<(typeof COLUMNS)[number], string>> = {
  discount_codes: 'jsonb',
  total_minor: 'bigint',
  current_total_minor: 'bigint',
  placed_at: 'timestamptz',
  paid_at: 'timestamptz',
  cancelled_at: 'timestamptz',
  source_updated_at: 'timestamptz',
  is_requested: 'boolean',
};
/** The lists of a statement for many, a parameter a column. */
export const GIVEN = COLUMNS.map((column, index) => `$${index + 1}::${TYPES[column] ?? 'text'}[]`);
/** What is written from them. */
export const GIVEN_COLUMNS = COLUMNS.map((column) =>
  column === 'discount_codes' ? 'ARRAY(SELECT jsonb_array_elements_text(discount_codes))' : column,
);
