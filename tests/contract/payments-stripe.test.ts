import { describe, expect, it } from 'vitest';
import { TURIN } from '../fixtures/addresses';
import { createStripeProvider } from '../../app/adapters/payments/stripe/index';
import { createStripeStandIn } from '../../sandbox/stripe/stripe-standin';
import type { LedgerEntry } from '../../sandbox/http/ledger';
import { withPaymentSchemas } from '../support/payment-schemas';
import { asked, paymentProviderSuite, type ProviderWorld } from './payment-provider-suite';
import { paymentWebhookSuite } from './payment-webhook-suite';

const NOW = new Date('2026-11-24T09:00:00Z');
const now = () => NOW;

interface OfTest {
  close(): Promise<void>;
  requests(): readonly LedgerEntry[];
}

async function open(): Promise<ProviderWorld & OfTest> {
  const standIn = createStripeStandIn({
    now,
    keys: { rk_test_good: [], rk_test_lacking: ['webhook_endpoints'] },
  });
  const { port, close } = await standIn.start();
  const { shopper } = standIn;
  const access = (secret: string) => ({ secret, live: false });
  const made = new Set<string>();
  return {
    provider: createStripeProvider({ baseUrl: `http://127.0.0.1:${port}`, now }),
    access: access('rk_test_good'),
    lacking: access('rk_test_lacking'),
    unknown: access('rk_test_unknown'),
    now,
    shopper: {
      ...shopper,
      paysOtherwise: (id, received) => shopper.pays(id, { received }),
      refunded: (id, { minor }) => shopper.refunded(id, minor),
    },
    webhook: (about, id) => {
      const type = about === 'paid' ? 'checkout.session.completed' : 'charge.refunded';
      const { body, signature } = standIn.event(type, id);
      return { body: Buffer.from(body), headers: { 'stripe-signature': signature } };
    },
    made: () => {
      for (const { method, path, status, answer } of standIn.ledger.entries()) {
        const isMade = method === 'POST' && path === '/v1/checkout/sessions' && status === 200;
        if (isMade) made.add((answer as { id: string }).id);
      }
      return { sessions: made.size };
    },
    close,
    requests: () => standIn.ledger.entries(),
  };
}

describe('Stripe', () => {
  paymentWebhookSuite({ open });
  paymentProviderSuite({ open, whole: 'JPY', foreign: 'IQD' });

  it('says so when somebody else asks for the same page in another language', async () => {
    const world = await open();
    const request = asked(world);
    await world.provider.open(world.access, { ...request, locale: 'it' });
    const other = world.provider.open(world.access, { ...request, locale: 'es' });
    await expect(other).rejects.toMatchObject({ details: { code: 'key_in_use', retry: 'after' } });
    expect(world.made().sessions).toBe(1);
    await world.close();
  });

  it('closes a page that nobody paid on, so that nobody can any more', async () => {
    const world = await open();
    const request = {
      key: 'closing',
      amount: { minor: 1_000, currency: 'KWD' },
      description: 'Lamp',
      lines: [],
      email: null,
      shipTo: null,
      locale: null,
      paidUrl: 'https://app.test/paid',
      cancelUrl: 'https://app.test/cancel',
      expiresAt: new Date(NOW.getTime() + 60 * 60_000),
    };
    const { id } = await world.provider.open(world.access, request);
    expect(await world.provider.close(world.access, id)).toMatchObject({ state: 'expired' });
    const tooFine = { ...request, key: 'fine', amount: { minor: 1_001, currency: 'KWD' } };
    await expect(world.provider.open(world.access, tooFine)).rejects.toMatchObject({
      details: { code: 'amount', retry: 'never' },
    });
    await world.close();
  });

  it('refuses a webhook that is signed well and older than five minutes', async () => {
    const world = await open();
    const hook = await world.provider.createWebhook(world.access, 'https://app.test/hook');
    const { body, headers } = world.webhook('paid', 'cs_test_gone');
    const later = new Date(NOW.getTime() + 301_000);
    const verified = await world.provider.verify(body, headers, hook, world.access, later);
    expect(verified).toMatchObject({ kind: 'refused', reason: 'bad_signature' });
    await world.close();
  });

  withPaymentSchemas('stripe', (objectTo) => {
    it('is asked for nothing that its published description refuses', async () => {
      const world = await open();
      const { provider, access } = world;
      const unitPrice = { minor: 6_495, currency: 'EUR' };
      const line = { title: 'Lampada', quantity: 2, unitPrice, imageUrl: 'https://cdn.test/a.jpg' };
      const [paid, left] = [
        await provider.open(access, asked(world, { lines: [line], shipTo: TURIN })),
        await provider.open(access, asked(world, { locale: null, email: null })),
      ];
      world.shopper.pays(paid.id);
      await provider.take(access, paid.id);
      await provider.close(access, left.id);
      await provider.checkKeys(access);
      const hook = await provider.createWebhook(access, 'https://app.test/webhooks/pay');
      const { body, headers } = world.webhook('paid', paid.id);
      await provider.verify(body, headers, hook, access, NOW);
      await provider.removeWebhook(access, hook.id);
      const requests = world.requests();
      expect(requests.length).toBeGreaterThan(7);
      expect(requests.flatMap((request) => objectTo(request))).toEqual([]);
      await world.close();
    });
  });
});
