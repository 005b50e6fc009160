import type { CartQuote, Delivery } from '#core/commerce/index';
import type {
  CartId,
  CustomerId,
  LinkToken,
  MessageId,
  PaymentId,
  PaymentLinkId,
  ShopId,
} from '#core/kernel/ids';
import type {
  Billed,
  HoldReason,
  Payment,
  PaymentChange,
  PaymentLink,
  PaymentRequest,
} from '#core/payments/index';

/** Of payments that are not settled yet, as SQL. */
export const UNDER_WAY = `state IN ('open', 'pending', 'paid')`;

export interface PaymentRow {
  readonly id: PaymentId;
  readonly shop_id: ShopId;
  readonly link_id: PaymentLinkId;
  readonly cart_id: CartId | null;
  readonly provider: Payment['provider'];
  readonly session_id: string | null;
  readonly url: string | null;
  readonly quote: CartQuote;
  readonly delivery: Delivery | null;
  readonly state: Payment['state'];
  readonly reason: HoldReason | null;
  readonly reference: string | null;
  readonly paid_minor: number | null;
  readonly paid_currency: string | null;
  readonly paid_at: Date | null;
  readonly refunded_minor: number | null;
  readonly is_disputed: boolean;
  readonly order_external_id: string | null;
  readonly accepted_at: Date | null;
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
  delivery: row.delivery,
  state: row.state,
  reason: row.reason,
  reference: row.reference,
  paid: moneyOf(row.paid_minor, row.paid_currency),
  paidAt: row.paid_at,
  refunded: moneyOf(row.refunded_minor, row.paid_currency),
  isDisputed: row.is_disputed,
  orderExternalId: row.order_external_id,
  acceptedAt: row.accepted_at,
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
  readonly cart_id: CartId | null;
  readonly click_token: LinkToken | null;
  readonly discount_code: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly message_id: MessageId | null;
  /** Of the message, so that a merge of people needs no word here. */
  readonly customer_id: CustomerId | null;
  readonly amount_minor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  readonly opened_at: Date | null;
  readonly withdrawn_at: Date | null;
}

export const toPaymentLink = (row: LinkRow): PaymentLink => ({
  id: row.id,
  shopId: row.shop_id,
  tokenHash: row.token_hash,
  billed: billedOf(row),
  request: requestOf(row),
  clickToken: row.click_token,
  discountCode: row.discount_code,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

function billedOf({ cart_id: cartId, amount_minor, currency, reason }: LinkRow): Billed {
  if (cartId !== null) return { kind: 'cart', cartId };
  const amount = moneyOf(amount_minor, currency);
  if (!amount) throw new Error('a payment link is for nothing');
  return { kind: 'sum', amount, reason: reason ?? '' };
}

const requestOf = (row: LinkRow): PaymentRequest | null =>
  row.message_id === null || row.customer_id === null
    ? null
    : {
        messageId: row.message_id,
        customerId: row.customer_id,
        openedAt: row.opened_at,
        withdrawnAt: row.withdrawn_at,
      };

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
  delivery: (value) => [['delivery', value === null ? null : JSON.stringify(value)]],
  acceptedAt: into('accepted_at'),
  attempts: into('attempts'),
  expiresAt: into('expires_at'),
};
