import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckoutSeen } from '#core/commerce/index';
import { effectiveConsent } from '#core/consent/index';
import type { Fact } from '#core/intake/index';
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

const MINUTE = 60_000;
const minutes = (count: number): Date => new Date(MONDAY.getTime() + count * MINUTE);
const total = { minor: 4_900, currency: 'EUR' };

const contactOf = (phoneRaw: string): CheckoutSeen['contact'] => ({
  ...{ externalCustomerId: null, email: null, phoneRaw, countryCode: 'IT' },
  ...{ firstName: null, lastName: null, locale: null },
});

/** A checkout that was begun on Monday, with its box ticked, as it was told of later. */
const ticked = (phone: string, updatedAt: Date, createdAt = MONDAY): Fact => ({
  kind: 'checkout',
  checkout: {
    externalId: randomUUID(),
    cartToken: null,
    contact: contactOf(phone),
    lineItems: [
      {
        ...{ productId: '1', variantId: '11', title: 'Lampada', variantTitle: null, sku: null },
        ...{ quantity: 1, unitPrice: total, compareAt: null, imageUrl: null },
      },
    ],
    total,
    recoveryUrl: null,
    discountCodes: [],
    locale: 'it-IT',
    acceptsMarketing: true,
    createdAt,
    updatedAt,
    completedAt: null,
  },
});

const withdrawn = (phone: string, at: Date): Fact => ({
  kind: 'whatsapp_consent',
  contact: contactOf(phone),
  state: 'withdrawn',
  at,
});

/** Hears the facts in this order, hours later, and answers what the person is known to allow. */
async function heard(phone: string, ...facts: readonly Fact[]) {
  for (const fact of facts) await hear(world, fact, after(4));
  const [person] = await world.stores.customers.withAny(world.shop.id, [
    { kind: 'phone', value: phone },
  ]);
  return world.stores.consents.of(world.shop.id, person!.id);
}

describe('the marketing checkbox of a checkout', () => {
  test('is a consent from when the checkout was begun, whenever it is told', async () => {
    const phone = '+393471110001';
    const [consent] = await heard(phone, ticked(phone, minutes(90)));
    expect(consent).toMatchObject({ state: 'granted', occurredAt: MONDAY });
  });

  test('takes back no withdrawal that came while the checkout was open', async () => {
    const phone = '+393471110002';
    const records = await heard(phone, withdrawn(phone, minutes(2)), ticked(phone, minutes(4)));
    expect(records).toHaveLength(2);
    expect(effectiveConsent(records)).toBe('withdrawn');
  });

  test('ends a withdrawal that the store had told before the checkout was begun', async () => {
    const phone = '+393471110003';
    const records = await heard(
      phone,
      withdrawn(phone, minutes(2)),
      ticked(phone, minutes(9), minutes(3)),
    );
    expect(effectiveConsent(records)).toBe('granted');
  });
});
