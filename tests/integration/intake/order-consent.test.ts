import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OrderSeen } from '#core/commerce/index';
import { after, MONDAY, openLab } from '../recovery/world';
import type { Lab, World } from '../recovery/world';
import { hear } from './hear';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld({ checkoutMarketingCoversWhatsApp: true });
});
afterAll(() => lab.close());

const total = { minor: 4_900, currency: 'EUR' };
let people = 0;

/** An order of somebody new, with the checkout's box ticked. */
function orderSeen(parts: Partial<OrderSeen> = {}): OrderSeen {
  people += 1;
  return {
    externalId: randomUUID(),
    name: '#1',
    checkoutToken: randomUUID(),
    cartToken: null,
    clickToken: null,
    contact: {
      externalCustomerId: null,
      email: `buyer${String(people)}@example.com`,
      phoneRaw: null,
      countryCode: null,
      firstName: null,
      lastName: null,
      locale: null,
    },
    total,
    currentTotal: total,
    payment: 'paid',
    discountCodes: [],
    refunds: [],
    placedAt: MONDAY,
    updatedAt: MONDAY,
    cancelledAt: null,
    acceptsMarketing: true,
    fromDraft: false,
    ...parts,
  };
}

/** Hears of the order and answers what its buyer is known to have allowed. */
async function heard(order: OrderSeen, where: World = world) {
  await hear(where, { kind: 'order', order }, after(1));
  const known = await where.stores.orders.byExternalId(where.shop.id, order.externalId);
  return where.stores.consents.of(where.shop.id, known!.customerId!);
}

describe('the marketing checkbox of an order', () => {
  test('is a consent of the buyer from the moment of the order, told once', async () => {
    const order = orderSeen();
    const [consent, ...more] = await heard(order);
    expect(consent).toMatchObject({
      state: 'granted',
      source: 'checkout_checkbox',
      occurredAt: MONDAY,
    });
    expect(more).toEqual([]);
    expect(await heard({ ...order, updatedAt: after(1) })).toHaveLength(1);
  });

  test('that was not ticked, or that a draft order carries, is none', async () => {
    expect(await heard(orderSeen({ acceptsMarketing: false }))).toEqual([]);
    expect(await heard(orderSeen({ fromDraft: true }))).toEqual([]);
  });

  test('counts only in stores whose wording names WhatsApp', async () => {
    const silent = await lab.createWorld({ checkoutMarketingCoversWhatsApp: false });
    expect(await heard(orderSeen(), silent)).toEqual([]);
  });
});
