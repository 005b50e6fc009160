import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#boot/chance';
import { createTogether } from '#adapters/postgres/gathered-transact';
import { createTransact } from '#adapters/postgres/stores';
import type { CheckoutSeen, OrderSeen } from '#core/commerce/index';
import { applyFacts, processTogether } from '#core/intake/index';
import type { Fact, Receipt } from '#core/intake/index';
import type { ReceiptId, ShopId } from '#core/kernel/ids';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import { cipher, eur, minutes, openRig, receiptOf, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

const SHOPPERS = 25;
let rig: Rig;
beforeAll(async () => {
  rig = await openRig(12);
});
afterAll(() => rig.end());

const moment = { align: (outside: Date) => outside, now: minutes(60), newId };

const receiptFrom = (source: Receipt['source'], shopId: ShopId): Receipt => ({
  ...receiptOf(shopId, { source }),
  ...{ id: '1' as ReceiptId, attempts: 1 },
});

const contactOf = (shopper: number) => ({
  ...{ externalCustomerId: `account-${shopper}`, email: `shopper${shopper}@example.com` },
  ...{ phoneRaw: `+3934712345${10 + shopper}`, countryCode: 'IT' },
  ...{ firstName: 'Ada', lastName: null, locale: null },
});

const common = (shopper: number) => ({
  ...{ contact: contactOf(shopper), total: eur(4_900) },
  ...{ discountCodes: [], acceptsMarketing: true },
});

const left = (shopper: number): Fact => {
  const checkout: CheckoutSeen = {
    ...{ ...common(shopper), externalId: `checkout-${shopper}`, cartToken: `cart-${shopper}` },
    ...{ recoveryUrl: null, createdAt: minutes(1), updatedAt: minutes(1), completedAt: null },
    ...{ lineItems: [], locale: null },
  };
  return { kind: 'checkout', checkout };
};

const bought = (shopper: number, at: number): Fact => {
  const order: OrderSeen = {
    ...{ ...common(shopper), externalId: `order-${shopper}`, name: `#${shopper}` },
    ...{ checkoutToken: `checkout-${shopper}`, cartToken: `cart-${shopper}`, clickToken: null },
    ...{ placedAt: minutes(at), updatedAt: minutes(at), cancelledAt: null },
    ...{ currentTotal: eur(4_900), payment: 'paid', refunds: [], fromDraft: false },
  };
  return { kind: 'order', order };
};

test('a list and the webhooks about the same orders wait for each other, and never in a circle', async () => {
  const { shop } = await seedShop(rig.stores, randomUUID());
  const together = createTogether(rig.database, cipher);
  const read = (facts: readonly Fact[]) =>
    together([
      (stores) =>
        processTogether(
          facts.map((fact) => ({
            ...{ ...moment, receipt: receiptFrom('shopify', shop.id) },
            normalized: { kind: 'facts' as const, facts: [fact] },
          })),
          { ...stores, faults: whatsappFaults },
        ),
    ]);
  const list = (facts: readonly Fact[]) =>
    createTransact(
      rig.database,
      cipher,
    )((stores) => {
      const receipt = receiptFrom('reconciliation', shop.id);
      return applyFacts(facts, { ...moment, receipt }, { ...stores, faults: whatsappFaults });
    });
  const shoppers = Array.from({ length: SHOPPERS }, (_, shopper) => shopper);
  await read(shoppers.map(left));
  const orders = shoppers.map((shopper) => bought(shopper, 2));
  const later = shoppers.map((shopper) => bought(shopper, 3));
  await Promise.all([
    list(orders),
    read(later.toReversed()),
    list(orders.toReversed()),
    read(later),
  ]);
  const [row] = await rig.database.sql.query<{ orders: number; carts: number }>(
    `SELECT (SELECT count(*) FROM orders WHERE shop_id = $1)::int AS orders,
       (SELECT count(*) FROM cart WHERE shop_id = $1 AND state = 'ordered')::int AS carts`,
    [shop.id],
  );
  expect(row).toEqual({ orders: SHOPPERS, carts: SHOPPERS });
});
