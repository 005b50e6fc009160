import { readAccount } from '../../chaos/auditor/account';
import { auditShop } from '../../chaos/auditor/audit';
import { noFindings } from '../../chaos/auditor/findings';
import type { Findings } from '../../chaos/auditor/findings';
import type {
  AppRecords,
  CartRow,
  MessageRow,
  OrderRow,
  RecoveryRow,
  StepRow,
} from '../../chaos/auditor/records';
import type { LedgerLine } from '../../chaos/ledger';

const HOUR = 3_600_000;
/** Ten in the morning in Rome. */
export const NINE_UTC = Date.parse('2026-11-25T09:00:00Z');
const END = NINE_UTC + 20 * 24 * HOUR;

/** What a right run leaves of one shopper: a cart, a reminder a day later, a tap and an order. */
export function rightBooks() {
  const lines: LedgerLine[] = [
    { kind: 'person', person: 1, phone: '+393470000001', country: 'IT', zone: 'Europe/Rome' },
    { kind: 'cart', cart: 'co1', basket: 'ca1', person: 1, at: NINE_UTC },
    { kind: 'change', cart: 'co1', at: NINE_UTC, items: 1, phone: 'usable' },
    sent({}),
    { kind: 'tap', person: 1, at: NINE_UTC + 26 * HOUR, isAnswered: true },
    {
      kind: 'order',
      order: '501',
      cart: 'co1',
      person: 1,
      at: NINE_UTC + 27 * HOUR,
      minor: 5_000,
      currency: 'EUR',
    },
    {
      kind: 'worth',
      order: '501',
      at: NINE_UTC + 30 * HOUR,
      isPaid: true,
      refundedMinor: 1_000,
      isCancelled: false,
    },
    { kind: 'told', about: 'order', id: '501', at: NINE_UTC + 27 * HOUR },
  ];
  const rows = {
    carts: [{ token: 'co1', state: 'ordered', recovery: 'r1' }] as CartRow[],
    recoveries: [
      { id: 'r1', state: 'recovered', reason: 'purchased', cart: 'co1' },
    ] as RecoveryRow[],
    steps: [
      step({ id: 's1', index: 0, state: 'queued', message: 'm1' }),
      step({ id: 's2', index: 1, state: 'cancelled', reason: 'purchased' }),
    ],
    messages: [message({ id: 'm1' })],
    orders: [
      {
        order: '501',
        placedAt: NINE_UTC + 27 * HOUR,
        currency: 'EUR',
        isAttributed: true,
        attributedMinor: 4_000,
        currencies: ['EUR'],
      },
    ] as OrderRow[],
  };
  return { lines, rows };
}

export type Books = ReturnType<typeof rightBooks>;

export const sent = (
  changes: Partial<Extract<LedgerLine, { kind: 'send' }>>,
): Extract<LedgerLine, { kind: 'send' }> => ({
  kind: 'send',
  vendorId: 'wamid.1',
  person: 1,
  template: 'cart_reminder',
  callback: 'm1',
  at: NINE_UTC + 25 * HOUR,
  isAnswered: true,
  ...changes,
});

export const step = (changes: Partial<StepRow>): StepRow => ({
  id: 's1',
  recovery: 'r1',
  index: 0,
  state: 'pending',
  reason: null,
  message: null,
  ...changes,
});

export const message = (changes: Partial<MessageRow>): MessageRow => ({
  id: 'm1',
  recovery: 'r1',
  step: 's1',
  index: 0,
  state: 'read',
  failure: null,
  ...changes,
});

export const HOURS = (count: number): number => NINE_UTC + count * HOUR;

/** How often each rule was broken, those that were. */
export function broken({ lines, rows }: Books): Partial<Record<keyof Findings, number>> {
  const records: AppRecords = {
    carts: new Map(rows.carts.map((row) => [row.token, row])),
    recoveries: new Map(rows.recoveries.map((row) => [row.id, row])),
    steps: rows.steps,
    messages: new Map(rows.messages.map((row) => [row.id, row])),
    orders: new Map(rows.orders.map((row) => [row.order, row])),
  };
  const findings = noFindings();
  auditShop(readAccount(lines), records, END, findings);
  const counts = Object.entries(findings).map(([rule, { count }]) => [rule, count] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
