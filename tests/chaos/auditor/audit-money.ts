import type { Tapped } from '../ledger';
import type { OrderAccount, WorldAccount } from './account';
import { find } from './findings';
import type { Findings } from './findings';
import type { AppRecords, OrderRow } from './records';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** The attribution window of every shop of the world. */
const WINDOW_MS = 5 * DAY;
/** Clocks and whole seconds: a tap this close to the order may count or not. */
const BLURRED_MS = 6 * MINUTE;

/** Rules about money: what is credited is what the store kept, order by order and currency by currency. */
export function auditMoney(account: WorldAccount, records: AppRecords, findings: Findings): void {
  for (const order of account.orders.values()) {
    const row = records.orders.get(order.order);
    const fault = row ? whyWrong(order, row, account) : 'the app never knew it';
    if (fault) find(findings, 'moneyErrors', `order ${order.order}: ${fault}`, order.person);
  }
  for (const id of records.orders.keys()) {
    if (!account.orders.has(id)) find(findings, 'moneyErrors', `order ${id}: nobody placed it`);
  }
}

/** What the store kept of an order, minor units. */
const worthOf = ({ isPaid, cancelledAt, minor, refundedMinor }: OrderAccount): number =>
  isPaid && cancelledAt === null ? minor - refundedMinor : 0;

function whyWrong(order: OrderAccount, row: OrderRow, account: WorldAccount): string | null {
  if (row.currency !== order.currency) return `${row.currency} instead of ${order.currency}`;
  if (row.currencies.some((currency) => currency !== order.currency)) return 'two currencies';
  if (!row.isAttributed) return mustBeCredited(order, account) ? 'a tap earned nothing' : null;
  if (!mayBeCredited(order, account)) return 'credited without a tap';
  const worth = worthOf(order);
  return row.attributedMinor === worth
    ? null
    : `credited with ${row.attributedMinor} instead of ${worth}`;
}

const tapsOf = (order: OrderAccount, account: WorldAccount): readonly Tapped[] =>
  account.tapsOf.get(order.person) ?? [];

const mayBeCredited = (order: OrderAccount, account: WorldAccount): boolean =>
  tapsOf(order, account).some(
    ({ at }) => at <= order.at + BLURRED_MS && at >= order.at - WINDOW_MS - BLURRED_MS,
  );

const mustBeCredited = (order: OrderAccount, account: WorldAccount): boolean =>
  order.isPaid &&
  tapsOf(order, account).some(
    ({ at, isAnswered }) =>
      isAnswered && at <= order.at - BLURRED_MS && at >= order.at - WINDOW_MS + BLURRED_MS,
  );
