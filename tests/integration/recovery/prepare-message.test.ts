import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CustomerId, RecoveryId } from '#core/kernel/ids';
import { VendorFault } from '#core/kernel/vendor-fault';
import { guardMessages } from '#core/recovery/index';
import { PHONE, begin, leaveCart, order, run, sent, stepOf } from './acts';
import { after, openLab, person } from './world';
import type { Lab, World } from './world';

let lab: Lab;
let world: World;
let ada: CustomerId;
let recovery: RecoveryId;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  world = await lab.createWorld();
  ada = await person(world, ['phone', PHONE]);
  recovery = await begin(world, await leaveCart(world, ada));
});
afterAll(() => lab.close());

const messages = () => world.stores.messages.ofRecovery(world.shop.id, recovery);

describe('a picture', () => {
  it('that can’t be drawn with photos is drawn without', async () => {
    world.outside.imageFault = (spec) =>
      spec.items.some(({ photoUrl }) => photoUrl) ? new Error('broken photo') : null;
    expect(await run(world, recovery, 0)).toMatchObject({ kind: 'queued' });
    expect(world.outside.cards[0]?.items[0]?.photoUrl).toBeNull();
  });

  it('that can’t be drawn at all delays the message, and is tried again', async () => {
    world.outside.imageFault = () => new Error('no renderer');
    expect(await run(world, recovery, 0)).toMatchObject({ kind: 'waiting', why: 'image_delayed' });
    world.outside.imageFault = null;
    expect(await run(world, recovery, 0)).toMatchObject({ kind: 'queued' });
  });

  it('takes its photo from the catalogue when the checkout names none', async () => {
    await world.query(
      `UPDATE cart SET line_items = jsonb_set(line_items, '{0,imageUrl}', 'null') WHERE shop_id = $1`,
    );
    await world.stores.products.upsertNewest(world.shop.id, {
      externalId: '1',
      title: 'Lampada',
      handle: null,
      status: 'active',
      imageUrl: null,
      updatedAt: after(0),
      variants: [
        {
          externalId: '11',
          title: 'Notte',
          sku: null,
          price: '49.00',
          compareAtPrice: '59.00',
          imageUrl: 'https://cdn.test/catalogue.jpg',
          inStock: true,
        },
      ],
    });
    await run(world, recovery, 0);
    expect(world.outside.cards[0]?.items[0]).toMatchObject({
      photoUrl: 'https://cdn.test/catalogue.jpg',
      compareAt: { minor: 5_900, currency: 'EUR' },
    });
  });
});

describe('a message that is written but not sent', () => {
  const guard = async (now: Date) => {
    const [message] = await messages();
    if (!message) throw new Error('no message');
    const [verdict] = await guardMessages({ messages: [message], now }, world.stores);
    return verdict;
  };

  it('may go at its time, also when it was the recovery’s last', async () => {
    await run(world, recovery, 0);
    expect(await guard(after(25))).toEqual({ kind: 'send' });
    await run(world, recovery, 1);
    expect(await guard(after(26))).toEqual({ kind: 'send' });
  });

  it('is cancelled after a purchase and waits out the night', async () => {
    await run(world, recovery, 0);
    expect(await guard(after(34))).toEqual({
      kind: 'wait',
      until: after(45),
      why: 'quiet_hours',
    });
    await order(world, { customerId: ada, placedAt: after(26) });
    expect(await guard(after(27))).toEqual({ kind: 'cancel', reason: 'purchased' });
  });

  it('is not held back by the cap that it fills itself', async () => {
    const outcome = await run(world, recovery, 0);
    if (outcome.kind !== 'queued') throw new Error('not queued');
    await sent(world, outcome.messageId, after(25));
    expect(await guard(after(25))).toEqual({ kind: 'send' });
  });
});

describe('a step with a discount', () => {
  const discount = { kind: 'percentage', percent: 10, validHours: 48 } as const;
  const withDiscount = async () => {
    const steps = JSON.stringify([{ ...(await firstStep()), discount }]);
    await world.query('UPDATE recovery SET steps = $2 WHERE shop_id = $1', steps);
  };
  const firstStep = async () =>
    (await world.stores.recoveries.byId(world.shop.id, recovery))?.steps[0];

  it('makes a code that the link carries and the card shows', async () => {
    await withDiscount();
    await run(world, recovery, 0);
    const [code] = world.outside.codes;
    const [message] = await messages();
    const link = message?.linkToken ? await world.stores.links.byToken(message.linkToken) : null;
    expect(link?.discountCode).toBe(code);
    expect(world.outside.cards[0]?.total.minor).toBe(4_410);
  });

  it('is tried again later when the store is busy, with the same code', async () => {
    await withDiscount();
    world.outside.discountFault = new VendorFault('throttled', {
      vendor: 'shopify',
      code: 'THROTTLED',
      retry: 'after',
      afterMs: 20_000,
    });
    const outcome = await run(world, recovery, 0);
    expect(outcome).toMatchObject({ kind: 'waiting', why: 'discount_delayed' });
    expect((await stepOf(world, recovery, 0)).dueAt.getTime()).toBe(after(25).getTime() + 20_000);
    world.outside.discountFault = null;
    expect(await run(world, recovery, 0)).toMatchObject({ kind: 'queued' });
  });

  it('is skipped when the store refuses the code for good: no message promises what isn’t there', async () => {
    await withDiscount();
    world.outside.discountFault = new VendorFault('no scope', {
      vendor: 'shopify',
      code: 'ACCESS_DENIED',
      retry: 'never',
    });
    expect(await run(world, recovery, 0)).toEqual({ kind: 'skipped', reason: 'discount_failed' });
    expect(await messages()).toEqual([]);
  });
});
