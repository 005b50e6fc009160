import { newId } from '#boot/chance';
import type { Services } from '#boot/services';
import type { OrderSeen, Shop } from '#core/commerce/index';
import { applyFacts } from '#core/intake/index';
import { settlePayment } from '#core/payments/index';
import type { DuePayment } from '#core/payments/index';

const BATCH = 20;
/** Longer than all calls of one payment together may take. */
const LEASE_MS = 10 * 60_000;

/**
 * Looks at payments whose time has come: a webhook told of them, or none did. A store or a provider
 * that does not answer holds up its own payments only.
 */
export async function settlePayments(services: Services): Promise<number> {
  const { stores, clock } = services;
  const now = clock.now();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const due = await stores.payments.claimDue(now, leaseUntil, BATCH);
  await Promise.all(due.map((payment) => settle(payment, services)));
  if (due.length > 0) services.wake('events');
  return due.length;
}

async function settle(payment: DuePayment, services: Services): Promise<void> {
  const { transact, providerOf, platformOf, clock, log, stores } = services;
  try {
    await settlePayment(payment, {
      transact: (work) => transact((of) => work({ ...of, recordOrder: recorder(of, services) })),
      providerOf,
      salesOf: (shop) => platformOf(shop).outsideSales,
      now: clock.now,
    });
  } catch (error) {
    // Its lease ends, and it is looked at again.
    log.error({ err: error, payment: payment.id }, 'a payment was not settled');
    return;
  }
  await stores.payments.release(payment.shopId, payment.id);
}

/** The store's own answer about its order, as if it had been told by the store. */
const recorder =
  (stores: Services['stores'], { clock, faults }: Services) =>
  async (shop: Shop, order: OrderSeen): Promise<void> => {
    const now = clock.now();
    const receipt = {
      source: 'reconciliation' as const,
      externalId: `payment:${order.externalId}`,
      shopId: shop.id,
      receivedAt: now,
      triggeredAt: now,
    };
    const facts = [{ kind: 'order' as const, order }];
    await stores.events.takeTurn(shop.id);
    await applyFacts(facts, { receipt, align: clock.align, now, newId }, { ...stores, faults });
  };
