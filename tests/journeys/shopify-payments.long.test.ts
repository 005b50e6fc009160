import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForPayment, loadAsking } from '../../app/routes/app.conversations.$id/requests.server';
import { loadPayments, savePayments } from '../../app/routes/app.settings.payments/page.server';
import type { CustomerId } from '../../app/core/kernel/ids';
import { CATALOG } from '../../sandbox/shopify/catalog';
import { LINE } from '../support/outside';
import { startPaymentDesks, STRIPE_KEY } from '../support/payment-desks';
import { arrived, DAY, DEMO, leave, linkFor, open, openStage, PHONE_BROWSER } from './acts';
import type { Stage } from './acts';
import { conversationWith, REPAIR, requestSentTo, signedInto } from './asking';
import { sessionIn } from './paying';

interface OrderView {
  readonly name: string;
  readonly total: string;
  readonly financialStatus: string;
  readonly gateway: string;
  readonly note: string | null;
  readonly items: readonly unknown[];
  readonly phone: string | null;
  readonly sentBy: string | null;
}

const POT = CATALOG[0];
const POTS = {
  line_items: [{ ...LINE, variant_id: POT?.variants[0]?.id, title: POT?.title, price: '34.90' }],
  total_price: '69.80',
};
const HOME = {
  ...{ country: 'IT', firstName: 'Giulia', lastName: 'Rossi', address1: 'Via Roma 1' },
  ...{ address2: '', postcode: '10121', city: 'Torino', province: 'TO' },
};

const ordersAt = ({ world }: Stage) => world.call<OrderView[]>('GET', 'shopify/orders');
const ownerOf = (stage: Stage) => ({ rehearsal: stage.rehearsal, domain: DEMO });
const connectStripe = async (stage: Stage) =>
  savePayments(
    { intent: 'connect', provider: 'stripe', secret: STRIPE_KEY },
    await signedInto(ownerOf(stage)),
  );

describe('a Shopify store that runs the app as its own', () => {
  let stage: Stage;
  let tools: Awaited<ReturnType<typeof startPaymentDesks>>;
  beforeAll(async () => {
    tools = await startPaymentDesks();
    stage = await openStage({ env: { SHOPIFY_APP_DISTRIBUTION: 'custom', ...tools.env } });
    tools.belongTo(ownerOf(stage));
  });
  afterAll(() => tools.close(stage.rehearsal.close));

  const at = (token: string) => `${stage.rehearsal.url}/p/${token}`;
  const browser = { redirect: 'manual', headers: { 'user-agent': PHONE_BROWSER } } as const;
  const see = (token: string) => fetch(at(token), browser);
  const send = (token: string, form: Record<string, string>) =>
    fetch(at(token), { ...browser, method: 'POST', body: new URLSearchParams(form) });
  const pays = async (token: string, form: Record<string, string>): Promise<string> => {
    const session = sessionIn(await send(token, { provider: 'stripe', ...form }));
    tools.desks.stripe.shopper.pays(session);
    for (let time = 0; time < 2; time += 1) {
      expect(await tools.desks.stripeTells('checkout.session.completed', session)).toBe(200);
    }
    await stage.world.advance(60);
    return session;
  };
  const remind = async (cart: string, phone: string): Promise<string> => {
    await leave(stage, cart, phone, POTS);
    await stage.world.advance(2 * DAY);
    return linkFor(stage, phone);
  };

  test('leads shoppers to its checkout as long as its owner has turned on nothing', async () => {
    const token = await remind('own-1', '+393486000001');
    expect((await open(stage, token)).headers.get('location')).toContain('/checkouts/ac/own-1/');
    expect((await loadPayments(await signedInto(ownerOf(stage)))).isPossible).toBe(true);
    expect(await connectStripe(stage)).toMatchObject({ ok: true });
    expect((await open(stage, token)).headers.get('location')).toBe(`/p/${token}`);
  });

  test('gets one paid order of a cart, credited to the message, and nobody is reminded any more', async () => {
    const phone = '+393486000002';
    const token = await remind('own-2', phone);
    await open(stage, token);
    expect(await (await see(token)).text()).toContain('name="postcode"');
    const offered = await (await send(token, HOME)).text();
    for (const words of ['Moka pot', 'Courier', '€75.30']) expect(offered).toContain(words);
    const express = { ...HOME, 'choose:0': 'shopify-Express-9.90' };
    expect(await (await send(token, express)).text()).toContain('€79.70');
    await pays(token, { ...express, total: '7970 EUR' });
    const [order, ...others] = await ordersAt(stage);
    expect(others).toEqual([]);
    expect(order).toMatchObject({
      ...{ total: '79.70', financialStatus: 'paid', gateway: 'Stripe (payment link)', phone },
      ...{ items: [{ title: POT?.title, quantity: 2 }], sentBy: 'Express' },
    });
    expect(order?.note).toMatch(/^Stripe took 79\.70 EUR by a payment link \(pi_/);
    expect(await stage.book.credit(order?.name ?? '')).toEqual({
      minor: 7_970,
      proof: 'click_token',
    });
    expect((await stage.book.cart('own-2'))?.state).toBe('ordered');
    expect(await (await see(token)).text()).toContain('your payment has arrived');
    await stage.world.advance(5 * DAY);
    expect(await arrived(stage, phone)).toHaveLength(1);
  });

  test('has a refund of its provider in the order, and off the message’s revenue', async () => {
    const token = await remind('own-3', '+393486000003');
    await open(stage, token);
    const session = await pays(token, { ...HOME, total: '7530 EUR' });
    const order = (await ordersAt(stage)).at(-1);
    tools.desks.stripe.shopper.refunded(session, 2_000);
    await tools.desks.stripeTells('charge.refunded', session);
    await stage.world.advance(60);
    expect((await ordersAt(stage)).at(-1)?.financialStatus).toBe('partially_refunded');
    expect((await stage.book.credit(order?.name ?? ''))?.minor).toBe(5_530);
  });

  test('is asked for what is not sold any more, and nothing can be paid then', async () => {
    const token = 'own-4';
    const lost = { ...POTS, line_items: [{ ...LINE, title: 'Lost lamp' }] };
    await leave(stage, token, '+393486000004', lost);
    await stage.world.advance(2 * DAY);
    const link = await linkFor(stage, '+393486000004');
    await open(stage, link);
    const page = await see(link);
    expect(page.status).toBe(409);
    expect(await page.text()).toContain('Lost lamp');
  });

  test('is paid an amount that an agent asks for, as an order of one line that counts for nothing', async () => {
    const phone = '+393486000005';
    const id = await conversationWith(phone, stage);
    const signed = await signedInto(ownerOf(stage));
    expect(await askForPayment({ ...REPAIR, key: 'shopify-form' }, id, signed)).toMatchObject({
      ok: true,
    });
    const token = await requestSentTo(phone, stage.world);
    await pays(token, { total: '1250 EUR' });
    const order = (await ordersAt(stage)).at(-1);
    expect(order).toMatchObject({
      ...{ total: '12.50', financialStatus: 'paid', sentBy: null },
      items: [{ title: 'Repair of the lamp', quantity: 1 }],
    });
    expect((await stage.book.credit(order?.name ?? ''))?.proof).toBeNull();
    expect(JSON.stringify((await arrived(stage, phone)).at(-1))).toContain('€12.50');
  });
});

describe('a Shopify store that took the app from the App Store', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.rehearsal.close());

  test('is paid in its checkout, whatever its owner tries', async () => {
    const signed = await signedInto(ownerOf(stage));
    expect((await loadPayments(signed)).isPossible).toBe(false);
    const { place } = await loadAsking(signed, randomUUID() as CustomerId);
    expect(place).toBe('store_checkout');
    const refused = await connectStripe(stage);
    expect(JSON.stringify(refused)).toContain('the App Store’s rules allow no other way');
    await leave(stage, 'store-1', '+393486000011', POTS);
    await stage.world.advance(2 * DAY);
    const token = await linkFor(stage, '+393486000011');
    expect((await open(stage, token)).headers.get('location')).toContain('/checkouts/ac/store-1/');
    expect((await fetch(`${stage.rehearsal.url}/p/${token}`)).status).toBe(404);
  });
});
