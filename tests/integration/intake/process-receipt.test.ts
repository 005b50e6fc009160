import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import { processReceipt, receiveWebhook } from '#core/intake/index';
import type { Fact, Normalized, Receipt } from '#core/intake/index';
import { after, MONDAY, newId, openLab } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

const contact = {
  externalCustomerId: null,
  email: 'ada@example.com',
  phoneRaw: null,
  countryCode: null,
  firstName: null,
  lastName: null,
  locale: null,
};
const checkout = (externalId: string, updatedAt = MONDAY): Fact => ({
  kind: 'checkout',
  checkout: {
    externalId,
    cartToken: null,
    contact,
    lineItems: [
      {
        productId: null,
        variantId: null,
        title: 'Lampada',
        variantTitle: null,
        sku: null,
        quantity: 1,
        unitPrice: { minor: 4_900, currency: 'EUR' },
        compareAt: null,
        imageUrl: null,
      },
    ],
    total: { minor: 4_900, currency: 'EUR' },
    recoveryUrl: null,
    discountCodes: [],
    locale: null,
    acceptsMarketing: null,
    createdAt: updatedAt,
    updatedAt,
    completedAt: null,
  },
});

const arrive = (externalId: string, shopDomain: string | null = world.shop.domain) =>
  receiveWebhook(
    {
      source: 'shopify',
      verified: {
        kind: 'verified',
        externalId,
        deliveryId: null,
        bodyHash: 'f'.repeat(64),
        topic: 'checkouts/update',
        shopDomain,
        triggeredAt: null,
      },
      body: Buffer.from('{}'),
      now: MONDAY,
    },
    world.stores,
  );

async function claimed(externalId: string): Promise<Receipt> {
  const receipts = await world.stores.receipts.claim('others', after(1), after(2), 100);
  const receipt = receipts.find((one) => one.externalId === externalId);
  if (!receipt) throw new Error('the receipt was not claimed');
  return receipt;
}

const read = (receipt: Receipt, normalized: Normalized, fail = false) =>
  world.transact(async (stores) => {
    const outcome = await processReceipt(
      { receipt, normalized, align: (outside) => outside, now: after(1), newId },
      { ...stores, faults: whatsappFaults },
    );
    if (fail) throw new Error('the worker died');
    return outcome;
  });

const stateOf = async (externalId: string) =>
  (
    await world.query<{ state: string; reason: string | null }>(
      'SELECT state, reason FROM receipt WHERE shop_id = $1 AND external_id = $2',
      externalId,
    )
  )[0];

describe('a delivery', () => {
  test('is kept once, under the id that its source gives it', async () => {
    const id = randomUUID();
    expect(await Promise.all([arrive(id), arrive(id), arrive(id)])).toEqual(
      expect.arrayContaining(['recorded', 'repeated', 'repeated']),
    );
    expect(await arrive(id)).toBe('repeated');
  });

  test('of a stranger’s shop, or without a good signature, leaves no trace', async () => {
    const id = randomUUID();
    expect(await arrive(id, 'stranger.myshopify.com')).toBe('unknown_shop');
    const refused = { kind: 'refused' as const, reason: 'bad_signature' };
    const arrival = {
      source: 'shopify' as const,
      body: Buffer.from('{}'),
      now: MONDAY,
    };
    expect(await receiveWebhook({ ...arrival, verified: refused }, world.stores)).toBe('refused');
    expect(await stateOf(id)).toBeUndefined();
  });
});

describe('a receipt', () => {
  test('that can’t be read, or tells nothing of concern, is kept with its reason', async () => {
    await arrive('unreadable');
    await read(await claimed('unreadable'), { kind: 'unreadable', reason: 'no JSON' });
    expect(await stateOf('unreadable')).toEqual({ state: 'unreadable', reason: 'no JSON' });
    await arrive('ignored');
    const fact: Fact = { kind: 'ignored', reason: 'unknown topic' };
    await read(await claimed('ignored'), { kind: 'facts', facts: [fact, fact] });
    expect(await stateOf('ignored')).toEqual({ state: 'ignored', reason: 'unknown topic' });
  });

  test('is processed when a part of it counts, and still says what did not', async () => {
    await arrive('mixed');
    const facts: Fact[] = [checkout('mixed'), { kind: 'ignored', reason: 'a field of next year' }];
    await read(await claimed('mixed'), { kind: 'facts', facts });
    expect(await stateOf('mixed')).toEqual({ state: 'processed', reason: 'a field of next year' });
  });

  test('is applied as a whole or not at all', async () => {
    await arrive('torn');
    const receipt = await claimed('torn');
    const facts: Fact[] = [checkout('torn-1'), checkout('torn-2')];
    await expect(read(receipt, { kind: 'facts', facts }, true)).rejects.toThrow('the worker died');
    expect(await stateOf('torn')).toMatchObject({ state: 'received' });
    expect(await world.stores.carts.byExternalId(world.shop.id, 'torn-1')).toBeNull();
    await read(receipt, { kind: 'facts', facts });
    expect(await stateOf('torn')).toMatchObject({ state: 'processed' });
    expect(await world.stores.carts.byExternalId(world.shop.id, 'torn-2')).not.toBeNull();
  });

  test('from a clock that can’t be right counts from when we heard it, and keeps the source’s order', async () => {
    await arrive('skewed');
    const receipt = { ...(await claimed('skewed')), triggeredAt: after(-24 * 30) };
    const facts = [checkout('skewed', after(-24 * 30))];
    await read(receipt, { kind: 'facts', facts });
    const cart = await world.stores.carts.byExternalId(world.shop.id, 'skewed');
    expect(cart?.lastActivityAt).toEqual(MONDAY);
    expect(cart?.sourceUpdatedAt).toEqual(after(-24 * 30));
  });

  test('of a checkout that comes while the app is not installed leaves no cart', async () => {
    const receipt = await reread('away');
    await world.stores.shops.save({ ...world.shop, state: 'uninstalled' });
    await read(receipt, { kind: 'facts', facts: [checkout('away')] });
    await world.stores.shops.save(world.shop);
    expect(await stateOf('away')).toEqual({
      state: 'ignored',
      reason: 'the app was not installed',
    });
    expect(await world.stores.carts.byExternalId(world.shop.id, 'away')).toBeNull();
  });

  test('of a number or shop that nobody has is ignored', async () => {
    await arrive('nobody');
    const status: Fact = {
      kind: 'number_quality',
      wabaId: 'nobody’s',
      displayPhone: null,
      quality: 'RED',
    };
    await read(await claimed('nobody'), { kind: 'facts', facts: [status] });
    expect((await stateOf('nobody'))?.state).toBe('ignored');
    const homeless = { ...(await reread('homeless')), shopId: null };
    const outcome = await read(homeless, { kind: 'facts', facts: [checkout('homeless')] });
    expect(outcome).toEqual({ kind: 'ignored', reason: 'no such store is known' });
  });
});

async function reread(externalId: string): Promise<Receipt> {
  await arrive(externalId);
  return claimed(externalId);
}
