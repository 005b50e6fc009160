import type { CartAccount, WorldAccount } from './account';
import { find } from './findings';
import type { Findings } from './findings';
import type { AppRecords, CartRow, MessageRow, StepRow } from './records';

const MINUTE = 60_000;
/** A cart is abandoned when nothing happened to it for this long, in every shop of the world. */
const IDLE_MS = 60 * MINUTE;
/** Carts left this shortly before the end have not run their course. */
const COURSE_MS = 5 * 24 * 60 * MINUTE;

/** Rules about what was not sent: every cart has a message or a reason. */
export function auditSilence(
  account: WorldAccount,
  records: AppRecords,
  endedAt: number,
  findings: Findings,
): void {
  auditCarts(account, records, endedAt, findings);
  auditReasons(account, records, findings);
  for (const message of records.messages.values()) {
    if (isAmbiguous(message)) find(findings, 'ambiguous', `message ${message.id}`);
  }
}

function auditCarts(
  account: WorldAccount,
  records: AppRecords,
  endedAt: number,
  findings: Findings,
): void {
  for (const cart of account.carts.values()) {
    if (!wasAbandoned(cart, account, endedAt)) continue;
    const fault = whyLost(rowOf(cart, records), records);
    const { person } = cart;
    if (fault) find(findings, 'lostCarts', `${cart.cart} (person ${person}): ${fault}`, person);
  }
}

function auditReasons(account: WorldAccount, records: AppRecords, findings: Findings): void {
  for (const { id, state, reason } of records.recoveries.values()) {
    if (state === 'declined' && !reason) {
      find(findings, 'nonSendsWithoutReason', `recovery ${id} was declined`);
    }
  }
  const taken = new Set(account.sends.map(({ callback }) => callback));
  for (const step of records.steps) {
    const fault = whySilent(step, records.messages, taken);
    if (fault) find(findings, 'nonSendsWithoutReason', `step ${step.id}: ${fault}`);
  }
}

const rowOf = ({ cart, basket }: CartAccount, { carts }: AppRecords): CartRow | undefined =>
  carts.get(cart) ?? carts.get(basket);

/** Left with something in it by somebody with a phone, for long enough, and not bought by then. */
function wasAbandoned(cart: CartAccount, account: WorldAccount, endedAt: number): boolean {
  if (cart.items === 0 || cart.phone !== 'usable' || cart.leftAt > endedAt - COURSE_MS)
    return false;
  const orders = account.ordersOf.get(cart.person) ?? [];
  const isBought = orders.some((id) => {
    const order = account.orders.get(id);
    return order?.cart === cart.cart && order.at < cart.leftAt + 2 * IDLE_MS;
  });
  return !isBought;
}

/** Why nobody will ever hear of a cart; null when it was seen to. */
function whyLost(row: CartRow | undefined, records: AppRecords): string | null {
  if (!row) return 'the app never knew it';
  if (row.recovery === null) {
    return row.state === 'ordered' ? null : `it is ${row.state} and nothing was begun`;
  }
  const recovery = records.recoveries.get(row.recovery);
  if (!recovery) return 'its recovery is gone';
  return recovery.state === 'active' || recovery.state === 'held_out'
    ? `its recovery is still ${recovery.state}`
    : null;
}

/** Why a step that sent nothing says nothing about it; null when it sent, or says why not. */
function whySilent(
  step: StepRow,
  messages: AppRecords['messages'],
  taken: ReadonlySet<string>,
): string | null {
  if (step.state === 'pending') return 'it was never decided';
  if (step.state !== 'queued') return step.reason ? null : `it is ${step.state} without a reason`;
  const message = messages.get(step.message ?? '');
  if (!message) return 'its message is gone';
  return taken.has(message.id) ? null : whyUntaken(message);
}

function whyUntaken({ state, failure }: MessageRow): string | null {
  if (state !== 'failed' && state !== 'cancelled') {
    return `its message is ${state}, and WhatsApp never took it`;
  }
  return failure ? null : `its message is ${state} without a reason`;
}

const UNKNOWN: readonly (string | null)[] = ['outcome_unknown', 'worker_lost'];

/** Nobody ever said whether it went out. */
const isAmbiguous = ({ state, failure }: MessageRow): boolean =>
  state === 'unknown' || state === 'sending' || (state === 'failed' && UNKNOWN.includes(failure));
