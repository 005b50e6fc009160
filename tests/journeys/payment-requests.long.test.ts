import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CART_MINOR } from '../../sandbox/woocommerce/shopper-desk';
import type { Item } from '../../sandbox/woocommerce/state';
import { DAY } from './acts';
import { REPAIR, startAsking, type Asking } from './asking';
import { sessionIn } from './paying';

let shop: Asking['shop'];
let of: Asking['of'];
let agent: Asking['agent'];

beforeAll(async () => {
  ({ shop, of, agent } = await startAsking());
});
afterAll(() => shop.close());

describe('an amount that an agent asks for', () => {
  test('counts for no reminder, although the shopper clicked one', async () => {
    const phone = '+393485000002';
    await of.remind(phone);
    const { token } = await agent.askedForRepair(phone);
    await agent.pays(token);
    const order = agent.repairsPaid().at(-1);
    expect(await of.book.credit(`#${String(order?.number)}`)).toEqual({ minor: null, proof: null });
  });

  test('is one page at the provider, however often it is opened, and previews count for nothing', async () => {
    const phone = '+393485000004';
    const { id, token } = await agent.askedForRepair(phone);
    const preview = await of.see(`/p/${token}`, { 'user-agent': 'WhatsApp/2.24 A' });
    expect(await preview.text()).not.toContain('lamp');
    expect(await agent.sees(id)).toMatchObject([{ standing: 'sent', openedAt: null }]);
    const both = await Promise.all([1, 2].map(() => of.press(token, 'stripe', 1_250)));
    const again = await of.press(token, 'stripe', 1_250);
    const places = [...both, again].map((answer) => answer.headers.get('location'));
    expect(new Set(places).size).toBe(1);
    expect(places[0]).toContain('checkout.stripe.test');
  });

  test('ends after 7 days, and says so to both', async () => {
    const { id, token } = await agent.askedForRepair('+393485000005');
    await of.world.advance(7 * DAY);
    const page = await of.see(`/p/${token}`);
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('This request has ended');
    expect((await of.press(token, 'stripe', 1_250)).status).toBe(410);
    expect(await agent.sees(id)).toMatchObject([{ standing: 'expired', isWithdrawable: false }]);
  });

  test('goes out only while WhatsApp takes answers', async () => {
    const id = await agent.writtenBy('+393485000007');
    await of.world.advance(DAY + 1);
    expect(JSON.stringify(await agent.ask(id, REPAIR))).toContain('More than 24 hours');
    expect(await agent.sees(id)).toEqual([]);
  });

  test('that is less than Stripe takes is offered at PayPal alone', async () => {
    const phone = '+393485000008';
    const id = await agent.writtenBy(phone);
    expect(await agent.ask(id, { ...REPAIR, amount: '0.40' })).toMatchObject({ ok: true });
    const page = await (await of.see(`/p/${await agent.tokenSentTo(phone)}`)).text();
    expect(page).toContain('value="paypal"');
    expect(page).not.toContain('value="stripe"');
  });
});

describe('a request that is taken back', () => {
  test('is not, once it is paid or on its way', async () => {
    const { id, token, request } = await agent.askedForRepair('+393485000012');
    const session = sessionIn(await of.press(token, 'stripe', 1_250));
    shop.stripe.shopper.pays(session);
    const refusal = await agent.withdraw(id, request);
    expect(JSON.stringify(refusal)).toContain('paying at this moment');
    await of.world.advance(0);
    expect(await agent.sees(id)).toMatchObject([{ standing: 'paid' }]);
    expect(JSON.stringify(await agent.withdraw(id, request))).toContain('was paid');
  });

  test('takes nothing of what PayPal’s shopper agreed to', async () => {
    const { id, token, request } = await agent.askedForRepair('+393485000013');
    const order = sessionIn(await of.press(token, 'paypal', 1_250));
    shop.paypal.shopper.approves(order);
    expect(await agent.withdraw(id, request)).toMatchObject({ ok: true });
    await shop.paypalTells('CHECKOUT.ORDER.APPROVED', order);
    await of.world.advance(DAY);
    expect(await agent.sees(id)).toMatchObject([{ standing: 'withdrawn', paidMinor: null }]);
  });
});

describe('a cart that an agent asks for', () => {
  const cartId = async (cart: Item): Promise<string> => {
    const [row] = await of.book.rows<{ id: string }>('SELECT id FROM cart WHERE external_id = $1', [
      cart.token,
    ]);
    return row?.id ?? '';
  };

  test('is priced by its store, paid once, and is no reminder’s doing', async () => {
    const phone = '+393485000021';
    const cart = await of.leave(phone);
    await of.world.advance(0);
    const id = await agent.writtenBy(phone);
    const asked = { what: 'cart', cart: await cartId(cart) };
    expect(await agent.ask(id, asked)).toMatchObject({ ok: true });
    expect(await agent.ask(id, asked)).toMatchObject({ ok: false });
    const token = await agent.tokenSentTo(phone);
    expect(await (await of.see(`/p/${token}`)).text()).toContain('Lampada');
    await agent.pays(token, CART_MINOR);
    expect(of.ordersOf(cart)).toMatchObject([{ status: 'processing', total: '99.80' }]);
    expect(await agent.sees(id)).toMatchObject([{ standing: 'paid', amountMinor: null }]);
    expect(await of.creditOf(cart)).toEqual({ minor: null, proof: null });
    const gone = await agent.ask(id, asked);
    expect(JSON.stringify(gone)).toContain('not open any more');
  });

  test('is a reminder’s doing when the reminder of this cart was clicked', async () => {
    const phone = '+393485000022';
    const { cart } = await of.remind(phone);
    const id = await agent.writtenBy(phone);
    expect(await agent.ask(id, { what: 'cart', cart: await cartId(cart) })).toMatchObject({
      ok: true,
    });
    await agent.pays(await agent.tokenSentTo(phone), CART_MINOR);
    expect(of.ordersOf(cart)).toHaveLength(1);
    expect(await of.creditOf(cart)).toEqual({ minor: CART_MINOR, proof: 'checkout_token' });
  });
});
