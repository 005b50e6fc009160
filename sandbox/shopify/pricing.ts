import { variantById } from './catalog';
import { taxWithin } from './shop';
import type { DraftOrder } from './draft-order';
import type { Discount, Line, ShopState } from './state';

/** What a basket costs, in minor units; tax is included in every amount. */
export interface Price {
  /** Sum of the lines before discounts. */
  lines: number;
  discount: number;
  total: number;
  tax: number;
}

type Cut = Pick<Discount, 'percent' | 'amount'>;

export function priceOf(lines: readonly Line[], cut: Cut | null): Price {
  const sum = lines.reduce((total, line) => total + lineTotal(line), 0);
  const discount = Math.min(sum, cut === null ? 0 : cutOf(sum, cut));
  return { lines: sum, discount, total: sum - discount, tax: taxWithin(sum - discount) };
}

export function lineTotal(line: Line): number {
  return unitPrice(line) * line.quantity;
}

export function unitPrice(line: Line): number {
  return line.price ?? variantById(line.variantId)?.price ?? 0;
}

function cutOf(sum: number, cut: Cut): number {
  if (cut.percent !== null) return Math.round(sum * cut.percent);
  return cut.amount ?? 0;
}

/** Splits a discount over the lines so that the parts add up to it, to the cent. */
export function spread(lines: readonly Line[], discount: number): number[] {
  const sum = lines.reduce((total, line) => total + lineTotal(line), 0);
  let given = 0;
  let seen = 0;
  return lines.map((line) => {
    seen += lineTotal(line);
    const upTo = sum === 0 ? 0 : Math.round((discount * seen) / sum);
    const part = upTo - given;
    given = upTo;
    return part;
  });
}

/** The discount behind a code, when it can be used by this customer at this time. */
export function usableDiscount(
  state: ShopState,
  code: string | null,
  customerId: number | null,
  now: Date,
): Discount | null {
  const discount = state.discounts.get(code?.toUpperCase() ?? '');
  if (discount === undefined || !isRunning(discount, now)) return null;
  return isUsedUp(discount, customerId) ? null : discount;
}

function isUsedUp(discount: Discount, customerId: number | null): boolean {
  if (discount.usedBy.length >= (discount.usageLimit ?? Infinity)) return true;
  return discount.oncePerCustomer && customerId !== null && discount.usedBy.includes(customerId);
}

function isRunning(discount: Discount, now: Date): boolean {
  return now >= discount.startsAt && (discount.endsAt === null || now < discount.endsAt);
}

export function draftCut(draft: DraftOrder | undefined): Cut | null {
  return draft?.discount ?? null;
}
