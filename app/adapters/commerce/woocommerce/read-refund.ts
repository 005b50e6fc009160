import { z } from 'zod';

import { amount, list, readMoney } from '#adapters/http/json-fields';
import type { RefundSeen } from '#core/commerce/index';
import { money } from '#core/kernel/money';

import { id, utcInstant } from './fields';

/** A refund of `orders/<id>/refunds`, or the short one inside an order: a negative total, no date. */
export const refunds = list(z.object({ id, amount, total: amount, date_created_gmt: utcInstant }));

export type RefundPayload = z.output<typeof refunds>[number];

/** Refunds that moved money; one of 0 is a change of the stock. */
export function readRefunds(
  told: readonly RefundPayload[],
  order: { readonly externalId: string; readonly currency: string; readonly at: Date },
): RefundSeen[] {
  return told.flatMap((entry) => {
    const given = readMoney(entry.amount ?? entry.total, order.currency);
    if (entry.id === null || given === null || given.minor === 0) return [];
    return [
      {
        externalId: entry.id,
        orderExternalId: order.externalId,
        amount: money(Math.abs(given.minor), given.currency),
        at: entry.date_created_gmt ?? order.at,
      },
    ];
  });
}
