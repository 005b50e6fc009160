import type { EventLog } from '../kernel/event-envelope';
import type { CommerceEvent } from './events';
import type { CartStore } from './ports';

/**
 * Marks idle carts of all shops abandoned, at most `limit` of them, and says so.
 * Answers how many; the caller goes on until it is zero.
 */
export async function markAbandoned(
  { now, limit }: { now: Date; limit: number },
  ports: { carts: CartStore; events: EventLog<CommerceEvent> },
): Promise<number> {
  const carts = await ports.carts.claimIdle(now, limit);
  await ports.events.append(
    ...carts.map((cart) => ({
      type: 'cart.abandoned' as const,
      shopId: cart.shopId,
      subjectId: cart.id,
      occurredAt: now,
      payload: { customerId: cart.customerId },
    })),
  );
  return carts.length;
}
