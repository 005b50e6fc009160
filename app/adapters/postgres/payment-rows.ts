import type { CartQuote } from '#core/commerce/index';
import type { CartId, LinkToken, PaymentId, PaymentLinkId, ShopId } from '#core/kernel/ids';
import type { HoldReason, Payment, PaymentChange, PaymentLink } from '#core/payments/index';

/** Of payments that are not settled yet, as SQL. */
export const UNDER_WAY = `state IN ('open', 'pending', 'paid')`;

export interface PaymentRow {
  readonly id: PaymentId;
  readonly shop_id: ShopId;
  readonly link_id: PaymentLinkId;
  readonly cart_id: CartId;
  readonly provider: Payment['provider'];
  readonly session_id: string | null;
  readonly url: string | null;
  readonly quote: CartQuote;
  readonly state: Payment['state'];
  readonly reason: HoldReason | null;
  readonly reference: string | null;
  readonly paid_minor: number | null;
  readonly paid_currency: string | null;
  readonly paid_at: Date | null;
  readonly refunded_minor: number | null;
  readonly is_disputed: boolean;
  readonly order_external_id: string | null;
  readonly attempts: number;
  readonly opened_at: Date;
  readonly expires_at: Date;
}

export const toPayment = (row: PaymentRow): Payment => ({
  id: row.id,
  shopId: row.shop_id,
  linkId: row.link_id,
  cartId: row.cart_id,
  provider: row.provider,
  sessionId: row.session_id,
  url: row.url,
  quote: row.quote,
  state: row.state,
  reason: row.reason,
  reference: row.reference,
  paid: moneyOf(row.paid_minor, row.paid_currency),
  paidAt: row.paid_at,
  refunded: moneyOf(row.refunded_minor, row.paid_currency),
  isDisputed: row.is_disputed,
  orderExternalId: row.order_external_id,
  attempts: row.attempts,
  openedAt: row.opened_at,
  expiresAt: row.expires_at,
});

const moneyOf = (minor: number | null, currency: string | null) =>
  minor === null || currency === null ? null : { minor, currency };

export interface LinkRow {
  readonly id: PaymentLinkId;
  readonly shop_id: ShopId;
  readonly token_hash: string;
  readonly cart_id: CartId;
  readonly click_token: LinkToken | null;
  readonly discount_code: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export const toPaymentLink = (row: LinkRow): PaymentLink => ({
  id: row.id,
  shopId: row.shop_id,
  tokenHash: row.token_hash,
  cartId: row.cart_id,
  clickToken: row.click_token,
  discountCode: row.discount_code,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

/** What a change writes into which column; what it does not name stays. */
export function columnsOf(change: PaymentChange): ReadonlyMap<string, unknown> {
  const columns = new Map<string, unknown>();
  for (const [name, value] of Object.entries(change)) {
    for (const [column, written] of WRITTEN[name as keyof PaymentChange](value)) {
      columns.set(column, written);
    }
  }
  return columns;
}

type Written = (value: unknown) => readonly (readonly [column: string, value: unknown])[];

const into =
  (column: string): Written =>
  (value) => [[column, value]];

const minor = (value: unknown): number | null => (value as Payment['paid'])?.minor ?? null;

const WRITTEN: Readonly<Record<keyof PaymentChange, Written>> = {
  sessionId: into('session_id'),
  url: into('url'),
  state: into('state'),
  reason: into('reason'),
  reference: into('reference'),
  paid: (value) => [
    ['paid_minor', minor(value)],
    ['paid_currency', (value as Payment['paid'])?.currency ?? null],
  ],
  paidAt: into('paid_at'),
  refunded: (value) => [['refunded_minor', minor(value)]],
  isDisputed: into('is_disputed'),
  orderExternalId: into('order_external_id'),
  attempts: into('attempts'),
  expiresAt: into('expires_at'),
};
