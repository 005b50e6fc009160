import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CART_MINOR, refundOrder } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { DAY } from './acts';
import { clickIn, metaOf, nameOf, openWooStage, type WooStage } from './woocommerce-acts';

/** A month of a shop whose customers are those of other products' issue trackers. */
let stage: WooStage;
beforeAll(async () => {
  stage = await openWooStage();
});
afterAll(() => stage.close());

/** From the cart over the reminder to the click; answers both. */
async function clicked(phone: string): Promise<{ cart: Item; click: string }> {
  const cart = await stage.leave(phone);
  await stage.world.advance(2 * DAY);
  return { cart, click: clickIn(await stage.click(phone)) };
}

const tellOrder = (order: Item, refunds: readonly Item[] = []): Promise<void> =>
  stage.tell('order', { order, refunds });

const known = (order: Item) =>
  stage.book.rows('SELECT payment FROM orders WHERE name = $1', [nameOf(order)]);

const changed = async (order: Item, changes: Item): Promise<Item> => {
  const at = (await stage.world.now()).toISOString().slice(0, 19);
  return Object.assign(order, { date_modified: at, date_modified_gmt: at, ...changes });
};

describe('a guest', () => {
  test('who leaves a phone and nothing else is reminded', async () => {
    const phone = '+393484000001';
    const cart = await stage.leave(phone);
    expect(cart.contact).toMatchObject({ customerId: null, email: null });
    await stage.world.advance(2 * DAY);
    expect(await stage.arrived(phone)).toHaveLength(1);
  });

  test.each([
    ['IT', '348 400 0011', '+393484000011'],
    ['IT', '0039 348 4000012', '+393484000012'],
    ['IT', '+39 39 348 4000013', '+393484000013'],
    ['DE', '01512 3456789', '+4915123456789'],
    ['FR', '06 12 34 56 78', '+33612345678'],
    ['ES', '+34 0034 612 345 678', '+34612345678'],
  ])('of %s who types “%s” is reached under %s', async (country, typed, phone) => {
    await stage.leave(typed, { contact: { country } });
    await stage.world.advance(2 * DAY);
    expect(await stage.arrived(phone)).toHaveLength(1);
  });
});

describe('one order', () => {
  test('is one credit with its proof, by whichever way and however often it is told', async () => {
    const { cart, click } = await clicked('+393484000021');
    const order = await stage.order(cart, 'card', { meta_data: metaOf(cart, click) });
    await tellOrder(order);
    await stage.coreTells('order.created', order);
    await tellOrder(order);
    await stage.coreTells('order.updated', await changed(order, { status: 'completed' }));
    await stage.reconcile();
    expect(await stage.book.credit(nameOf(order))).toEqual({
      minor: CART_MINOR,
      proof: 'click_token',
    });
    const credits = await stage.book.rows(
      `SELECT 1 FROM attribution JOIN orders ON orders.shop_id = attribution.shop_id
         AND orders.id = attribution.order_id WHERE orders.name = $1`,
      [nameOf(order)],
    );
    expect(credits).toHaveLength(1);
    expect((await stage.book.cart(String(cart.token)))?.state).toBe('ordered');
  });

  test('that nobody was reminded of is nobody’s merit, nor is one after a reminder without a click', async () => {
    const ordinary = await stage.leave('+393484000022');
    const first = await stage.order(ordinary, 'card');
    await tellOrder(first);
    const reminded = await stage.leave('+393484000023');
    await stage.world.advance(2 * DAY);
    expect(await stage.arrived('+393484000023')).toHaveLength(1);
    const second = await stage.order(reminded, 'card');
    await tellOrder(second);
    for (const order of [first, second]) {
      expect(await known(order)).toEqual([{ payment: 'paid' }]);
      expect(await stage.book.credit(nameOf(order))).toEqual({ minor: null, proof: null });
    }
    expect((await stage.book.cart(String(reminded.token)))?.state).toBe('ordered');
  });
});

describe('a purchase', () => {
  test.each<[string, Item]>([
    ['waits for a cheque', { status: 'on-hold', payment_method: 'cheque' }],
    ['waits for a SEPA debit', { status: 'pending', payment_method: 'stripe_sepa' }],
    ['is paid to the courier', { status: 'processing', payment_method: 'cod' }],
    ['stands in a state of the store’s own', { status: 'awaiting-pickup', payment_method: 'x' }],
  ])('that %s is an order: no reminder follows, and no credit', async (_words, standing) => {
    const phone = `+3934840001${String(stage.shop.site.state.orders.length).padStart(2, '0')}`;
    const cart = await stage.leave(phone);
    const order = await stage.order(cart, 'bank_transfer', standing);
    await tellOrder(order);
    await stage.world.advance(6 * DAY);
    expect(await stage.arrived(phone)).toEqual([]);
    expect(await known(order)).toEqual([{ payment: 'pending' }]);
    expect(await stage.book.credit(nameOf(order))).toEqual({ minor: null, proof: null });
  });

  test('between two reminders stops the second one', async () => {
    const phone = '+393484000031';
    const cart = await stage.leave(phone);
    await stage.world.advance(2 * DAY);
    await tellOrder(await stage.order(cart, 'cash_on_delivery'));
    await stage.world.advance(10 * DAY);
    expect(await stage.arrived(phone)).toHaveLength(1);
  });

  test.each<[string, (email: string) => Item]>([
    ['with the same phone', () => ({ phone: '348 4000041', email: 'else@example.com' })],
    ['with the same e-mail only', (email) => ({ phone: '', email: email.toUpperCase() })],
  ])('on another device %s stops the reminders too', async (words, typed) => {
    const isPhone = words.includes('phone');
    const phone = isPhone ? '+393484000041' : '+393484000042';
    const email = `device-${isPhone ? 1 : 2}@example.com`;
    const cart = await stage.leave(phone, { contact: { email } });
    const billing = { first_name: 'Ada', last_name: 'R', country: 'IT', ...typed(email) };
    await tellOrder(await stage.order(cart, 'card', { meta_data: [], billing, shipping: billing }));
    await stage.world.advance(6 * DAY);
    expect(await stage.arrived(phone)).toEqual([]);
    expect(
      (await stage.book.recoveriesOf(String(cart.token))).map(({ state }) => state),
    ).not.toContain('active');
  });
});

describe('only paid orders count', () => {
  test('a card that failed after the click earns nothing, until it is paid after all', async () => {
    const { cart, click } = await clicked('+393484000051');
    const order = await stage.order(cart, 'card_declined', { meta_data: metaOf(cart, click) });
    await tellOrder(order);
    expect(await known(order)).toEqual([]);
    await stage.world.advance(5);
    const at = (await stage.world.now()).toISOString().slice(0, 19);
    await tellOrder(
      await changed(order, { status: 'processing', date_paid: at, date_paid_gmt: at }),
    );
    expect(await stage.book.credit(nameOf(order))).toMatchObject({ minor: CART_MINOR });
  });

  test('what is refunded is taken off, to nothing and never below', async () => {
    const { cart, click } = await clicked('+393484000052');
    const order = await stage.order(cart, 'card', { meta_data: metaOf(cart, click) });
    await tellOrder(order);
    await stage.world.advance(DAY);
    const part = refundOrder(stage.shop.site.state, order, 2_000, await stage.world.now());
    await tellOrder(order, [part]);
    await tellOrder(order, [part]);
    expect(await stage.book.credit(nameOf(order))).toMatchObject({ minor: CART_MINOR - 2_000 });
    await stage.world.advance(DAY);
    const rest = refundOrder(stage.shop.site.state, order, 7_980, await stage.world.now());
    await tellOrder(await changed(order, { status: 'refunded' }), [part, rest]);
    expect(await stage.book.credit(nameOf(order))).toMatchObject({ minor: 0 });
  });

  test('an order that is cancelled loses its credit', async () => {
    const { cart, click } = await clicked('+393484000053');
    const order = await stage.order(cart, 'card', { meta_data: metaOf(cart, click) });
    await tellOrder(order);
    await stage.world.advance(60);
    await tellOrder(await changed(order, { status: 'cancelled' }));
    expect(await stage.book.credit(nameOf(order))).toMatchObject({ minor: 0 });
  });
});

describe('money', () => {
  test.each([
    ['USD', '129.90', 12_990],
    ['JPY', '12990', 12_990],
    ['KWD', '12.990', 12_990],
  ])('of an order in %s (%s) is counted in its own units and never as euros', async (...told) => {
    const [currency, total, minor] = told;
    const { cart, click } = await clicked(`+39348400006${currency.charCodeAt(0) % 10}`);
    const money = { currency, total, meta_data: metaOf(cart, click) };
    const order = await stage.order(cart, 'card', money);
    await tellOrder(order);
    const entries = await stage.book.rows(
      `SELECT entry.currency, entry.amount_minor FROM attribution_entry entry
       JOIN orders ON orders.shop_id = entry.shop_id AND orders.id = entry.order_id
       WHERE orders.name = $1`,
      [nameOf(order)],
    );
    expect(entries).toEqual([{ currency, amount_minor: minor }]);
  });
});

describe('a link in a message', () => {
  test('leads to the store with nothing of the person, and opens no session of ours', async () => {
    const phone = '+393484000071';
    const cart = await stage.leave(phone, { contact: { email: 'ada@example.com' } });
    await stage.world.advance(2 * DAY);
    const answer = await stage.click(phone);
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.origin).toBe(stage.shop.site.home);
    expect(answer.headers.getSetCookie()).toEqual([]);
    for (const word of ['3484000071', 'ada', 'Rossi', String(cart.token)]) {
      expect(back.search.toLowerCase()).not.toContain(word.toLowerCase());
    }
  });

  test('that somebody forged leads nowhere', async () => {
    for (const token of ['A'.repeat(22), '0'.repeat(64), 'admin']) {
      const answer = await fetch(`${stage.shop.rehearsal.url}/r/${token}`, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
    }
  });
});
