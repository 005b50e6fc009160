import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPayments, savePayments } from '../../app/routes/app.settings.payments/page.server';
import type { SignedIn } from '../../app/routes/app/signed-in.server';
import { STRIPE_KEY } from '../support/payment-desks';
import { startPaying, type Paying } from './paying';

let shop: Paying['shop'];
let of: Paying['of'];

beforeAll(async () => {
  ({ shop, of } = await startPaying());
});
afterAll(() => shop.close());

async function signed(domain = shop.domain): Promise<SignedIn> {
  const { services } = shop.rehearsal;
  const found = await services.stores.shops.byDomain(domain);
  if (!found) throw new Error('no such store');
  return {
    shop: found,
    services,
    now: services.clock.now(),
    place: 'embedded',
    redirect: () => new Response() as never,
  };
}

const save = async (form: Record<string, string>) => savePayments(form, await signed());
const stripeOf = async () => (await loadPayments(await signed())).providers[0];

describe('payments by link, in the settings', () => {
  test('are not offered to a Shopify store, however they are asked for', async () => {
    const demo = await signed('demo.myshopify.com');
    expect((await loadPayments(demo)).isPossible).toBe(false);
    const form = { intent: 'connect', provider: 'stripe', secret: STRIPE_KEY };
    expect(await savePayments(form, demo)).toMatchObject({ ok: false });
    expect(await demo.services.stores.paymentAccounts.ofShop(demo.shop.id)).toEqual([]);
  });

  test('refuse keys that are no restricted keys, or that the provider does not know', async () => {
    for (const secret of ['sk_live_everything', 'rk_test_unknown', '']) {
      const answer = await save({ intent: 'connect', provider: 'stripe', secret });
      expect(answer).toMatchObject({ ok: false });
    }
    expect((await stripeOf())?.account?.state).toBe('active');
  });

  test('show when the provider was last heard, and never a key', async () => {
    const { session } = await of.begin('+393484000001');
    shop.stripe.shopper.pays(session);
    expect(await shop.stripeTells('checkout.session.completed', session)).toBe(200);
    await of.world.advance(0);
    expect((await stripeOf())?.account?.lastEventAt).toBeInstanceOf(Date);
    expect(JSON.stringify(await loadPayments(await signed()))).not.toContain(STRIPE_KEY);
  });

  test('say so when the provider takes the keys no more, and the shopper is led to the store', async () => {
    const { token } = await of.remind('+393484000003');
    shop.stripeKeys.delete(STRIPE_KEY);
    expect((await of.press(token)).status).toBe(409);
    expect((await stripeOf())?.account?.state).toBe('refused');
    expect(await (await of.see(`/p/${token}`)).text()).not.toContain('value="stripe"');
    shop.stripeKeys.add(STRIPE_KEY);
    const form = { intent: 'connect', provider: 'stripe', secret: STRIPE_KEY };
    expect(await save(form)).toMatchObject({ ok: true });
    expect((await of.press(token)).status).toBe(303);
  });

  test('that are turned off open no page, settle what is under way, and then forget the keys', async () => {
    const { cart, token, session } = await of.begin('+393484000002');
    const off = { intent: 'disconnect', provider: 'stripe' };
    expect(await save(off)).toMatchObject({ ok: true });
    expect((await stripeOf())?.account?.state).toBe('off');
    expect(await (await of.see(`/p/${token}`)).text()).not.toContain('value="stripe"');
    shop.stripe.shopper.pays(session);
    await shop.stripeTells('checkout.session.completed', session);
    await of.world.advance(0);
    expect(of.ordersOf(cart)).toHaveLength(1);
    expect(await save(off)).toMatchObject({ ok: true });
    expect((await stripeOf())?.account).toBeNull();
  });
});

describe('the door for payment events', () => {
  test('refuses a forged signature, an unknown account and no signature, and keeps nothing', async () => {
    const form = { intent: 'connect', provider: 'stripe', secret: STRIPE_KEY };
    expect(await save(form)).toMatchObject({ ok: true });
    const webhook = (await stripeOf())?.webhook ?? '';
    const count = async () =>
      (await of.book.rows(`SELECT 1 FROM receipt WHERE source = 'stripe'`)).length;
    const before = await count();
    const { body } = shop.stripe.event('checkout.session.completed', 'cs_test_none');
    const forged = {
      'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}`,
    };
    for (const headers of [forged, {}]) {
      const answer = await fetch(webhook, { method: 'POST', body, headers: { ...headers } });
      expect(answer.status).toBe(401);
    }
    const elsewhere = webhook.replace(/[^/]+$/, '00000000-0000-4000-8000-000000000000');
    expect((await fetch(elsewhere, { method: 'POST', body })).status).toBe(404);
    expect((await fetch(webhook)).status).toBe(405);
    expect(await count()).toBe(before);
  });
});
