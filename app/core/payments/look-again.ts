import type { VendorFaultDetails } from '../kernel/vendor-fault';
import type { Payment } from './payment';
import type { SettlePorts, Subject } from './settle-ports';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Money can go back, and be contested, for months. */
const WATCHED_MS = 120 * DAY_MS;
/**
 * A store that did not answer in time may still be making the order; by then PHP has given up, and the
 * order is found or there is none.
 */
const UNKNOWN_MS = 5 * MINUTE_MS;
const LONGEST_MS = 60 * MINUTE_MS;
/** A provider closes a page some moments late. */
const GRACE_MS = 2 * MINUTE_MS;

export const firstCheckOfMoney = (now: Date): Date => new Date(now.getTime() + DAY_MS);

/** After a failure of somebody else: later, with a growing pause, and money is never given up on. */
export async function lookAgain(
  { payment, shop }: Subject,
  details: VendorFaultDetails,
  { transact, now }: SettlePorts,
): Promise<void> {
  const attempts = payment.attempts + 1;
  const growing = Math.min(LONGEST_MS, MINUTE_MS * 2 ** Math.min(attempts - 1, 10));
  const least = details.retry === 'unknown' ? UNKNOWN_MS : (details.afterMs ?? 0);
  const at = new Date(now().getTime() + Math.max(growing, least));
  await transact(async ({ payments, paymentAccounts }) => {
    if (details.code === 'keys_refused') {
      await paymentAccounts.setState(shop.id, payment.provider, 'refused', details.code);
    }
    await payments.change(shop.id, payment.id, { attempts }, at);
  });
}

const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);
const earlier = (left: Date, right: Date): Date => (left < right ? left : right);

/** Money may come to a page that has closed; for so long it is known where to send what it buys. */
const LATE_MS = 7 * DAY_MS;

/** When a payment is looked at again by itself, although nothing new was seen; null for never. */
export function nextLook(payment: Payment, now: Date): Date | null {
  const { state, attempts } = payment;
  const soon = after(now, Math.min(DAY_MS / 2, 10 * MINUTE_MS * 2 ** Math.min(attempts, 10)));
  if (state === 'open') return openLook(payment, soon, now);
  if (state === 'pending') return soon;
  if (state !== 'ordered' && state !== 'held') return lastLook(payment, now);
  const isWatched = now.getTime() - payment.openedAt.getTime() < WATCHED_MS;
  return isWatched ? after(now, DAY_MS * Math.min(30, 2 ** attempts)) : null;
}

/** Then the address is forgotten; where there is none, nothing has to be done. */
export function lastLook(
  { delivery, expiresAt }: Pick<Payment, 'delivery' | 'expiresAt'>,
  now: Date,
): Date | null {
  const at = after(expiresAt, LATE_MS);
  return delivery !== null && at > now ? at : null;
}

/** Once more just after its page has closed. */
function openLook({ expiresAt }: Payment, soon: Date, now: Date): Date {
  const closed = after(expiresAt, GRACE_MS);
  return closed > now ? earlier(closed, soon) : soon;
}
