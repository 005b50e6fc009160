import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPayments, savePayments } from '../../app/routes/app.settings.payments/page.server';
import { CART_MINOR, placeOrder } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { signedInto } from './asking';
import { startPaying, stripePaid, type Paying } from './paying';

let shop: Paying['shop'];
let of: Paying['of'];

beforeAll(async () => {
  ({ shop, of } = await startPaying());
});
afterAll(() => shop.close());

const paid = (session: string) => stripePaid(shop, session);

/** A payment of a cart that came with some cents more or less, and waits. */
async function heldWith(phone: string, cents: number) {
  const begun = await of.begin(phone);
  shop.stripe.shopper.pays(begun.session, { received: CART_MINOR + cents });
  await paid(begun.session);
  await of.world.advance(0);
  return { ...begun, id: await waiting() };
}

/** The payment that waits for the merchant, the newest of them. */
async function waiting(): Promise<string> {
  const { held } = await loadPayments(await signedInto(shop));
  return held[0]?.id ?? '';
}

async function accept(payment: string) {
  const answer = await savePayments({ intent: 'accept', payment }, await signedInto(shop));
  await of.world.advance(0);
  return answer;
}

const notesOf = (order: Item | undefined): readonly string[] =>
  shop.site.state.notes.get(Number(order?.id)) ?? [];

describe('held money that the merchant accepts', () => {
  test.each([
    [-1, '99.79 EUR', '0.01 EUR less', 9_979],
    [1, '99.81 EUR', '0.01 EUR more', CART_MINOR],
  ])(
    'and is %d cent off makes the order once, and says what was paid',
    async (cents, took, difference, credited) => {
      const { cart, id } = await heldWith(`+39348600000${cents + 4}`, cents);
      expect(of.ordersOf(cart)).toEqual([]);
      expect(await accept(id)).toMatchObject({ ok: true });
      expect(await accept(id)).toMatchObject({ ok: true });
      await of.world.advance(60);
      const [order, ...others] = of.ordersOf(cart);
      expect(others).toEqual([]);
      expect(order).toMatchObject({ status: 'processing', total: '99.80' });
      expect(notesOf(order)).toHaveLength(1);
      expect(notesOf(order)[0]).toContain(took);
      expect(notesOf(order)[0]).toContain(difference);
      expect(await of.paymentsOf(cart)).toMatchObject([{ state: 'ordered' }]);
      expect(await of.creditOf(cart)).toMatchObject({ minor: credited });
      expect(await waiting()).not.toBe(id);
    },
  );

  test('is noted once, also when the store’s answers are lost', async () => {
    const { cart, id } = await heldWith('+393486000011', -1);
    shop.site.troubles.push({ status: 504, of: 'POST orders', isDone: true });
    await accept(id);
    await of.world.advance(60);
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing' }]);
    expect(notesOf(of.ordersOf(cart)[0])).toHaveLength(1);
  });

  test('pays the order that the store had reckoned otherwise', async () => {
    const { cart, session } = await of.begin('+393486000012');
    shop.site.state.surchargeMinor = 1;
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(0);
    shop.site.state.surchargeMinor = 0;
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'on-hold' }]);
    expect(await accept(await waiting())).toMatchObject({ ok: true });
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing', total: '99.81' }]);
    expect(notesOf(of.ordersOf(cart)[0]).at(-1)).toContain('0.01 EUR less');
  });

  test('goes back in the store’s books, too, to the order’s total at most', async () => {
    const { cart, session, id } = await heldWith('+393486000013', 1);
    await accept(id);
    shop.stripe.shopper.refunded(session, CART_MINOR + 1);
    await shop.stripeTells('charge.refunded', session);
    await of.world.advance(0);
    const [order] = of.ordersOf(cart);
    expect(shop.site.state.refunds.get(Number(order?.id))).toMatchObject([{ amount: '99.80' }]);
    expect(await of.paymentsOf(cart)).toMatchObject([{ refunded: CART_MINOR + 1 }]);
  });
});

describe('held money can’t be accepted', () => {
  test('once it went back, and the cart may be paid again', async () => {
    const { cart, session, id, token } = await heldWith('+393486000021', -1);
    shop.stripe.shopper.refunded(session, CART_MINOR - 1);
    await shop.stripeTells('charge.refunded', session);
    await of.world.advance(0);
    expect(JSON.stringify(await accept(id))).toContain('does not wait any more');
    expect(of.ordersOf(cart)).toEqual([]);
    expect((await of.press(token)).status).toBe(303);
  });

  test('for a cart that was bought meanwhile', async () => {
    const { cart, id } = await heldWith('+393486000022', -1);
    const order = placeOrder(shop.site.state, cart, 'card', await of.world.now());
    await shop.site.tell('order', { order, refunds: [] });
    await of.world.advance(0);
    expect(JSON.stringify(await accept(id))).toContain('bought in the store meanwhile');
    expect(of.ordersOf(cart)).toHaveLength(1);
  });

  test('when it was paid twice, or is another store’s', async () => {
    const { cart, session } = await of.begin('+393486000023');
    const order = placeOrder(shop.site.state, cart, 'card', await of.world.now());
    await shop.site.tell('order', { order, refunds: [] });
    await of.world.advance(0);
    shop.stripe.shopper.pays(session);
    await paid(session);
    await of.world.advance(0);
    const id = await waiting();
    expect(JSON.stringify(await accept(id))).toContain('can only go back');
    const other = await signedInto(shop, 'demo.myshopify.com');
    const form = { intent: 'accept', payment: id };
    await expect(savePayments(form, other)).rejects.toMatchObject({ status: 404 });
  });
});
