import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import type { HoldReason, PaymentProviderId, PaymentState } from '#core/payments/index';

export interface HeldPayment {
  readonly id: string;
  readonly provider: PaymentProviderId;
  readonly state: PaymentState;
  /** Null for one that is contested and was not held. */
  readonly reason: HoldReason | null;
  /** What was asked for, and what came; minor units, each with its currency. */
  readonly askedMinor: number;
  readonly currency: string;
  readonly paidMinor: number | null;
  readonly paidCurrency: string | null;
  readonly refundedMinor: number | null;
  readonly reference: string | null;
  readonly orderExternalId: string | null;
  readonly paidAt: Date | null;
  readonly disputed: boolean;
}

const MOST = 50;

/** Payments that wait for the merchant: held ones, and those that are contested; newest first. */
export const heldPayments = (shopId: ShopId, sql: Sql): Promise<readonly HeldPayment[]> =>
  sql.query<HeldPayment>(
    `SELECT id, provider, state, reason, amount_minor AS "askedMinor", currency,
       paid_minor AS "paidMinor", paid_currency AS "paidCurrency",
       refunded_minor AS "refundedMinor", reference,
       order_external_id AS "orderExternalId", paid_at AS "paidAt", is_disputed AS disputed
     FROM payment WHERE shop_id = $1 AND (state = 'held' OR is_disputed)
     ORDER BY opened_at DESC LIMIT ${MOST}`,
    [shopId],
  );
