import { describe, expect, it } from 'vitest';
import { TURIN } from '../fixtures/addresses';
import { createPayPalProvider } from '../../app/adapters/payments/paypal/index';
import { createPayPalStandIn } from '../../sandbox/paypal/paypal-standin';
import { decimalText } from '#core/kernel/money';
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
  const standIn = createPayPalStandIn({
    now,
    keys: { 'good:secret': [], 'lacking:secret': ['webhooks'] },
  });
  const { port, close } = await standIn.start();
  const { shopper } = standIn;
  const access = (secret: string) => ({ secret, live: false });
  const made = new Set<string>();
  return {
    provider: createPayPalProvider({ baseUrl: `http://127.0.0.1:${port}`, now }),
    access: access('good:secret'),
    lacking: access('lacking:secret'),
    unknown: access('good:another secret'),
    now,
    shopper: {
      pays: (id) => shopper.approves(id),
      paysLater: (id) => shopper.approves(id, { status: 'PENDING' }),
      bankSays: (id, what) => shopper.bankSays(id, what === 'paid' ? 'COMPLETED' : 'DECLINED'),
      paysOtherwise: (id, minor) =>
        shopper.approves(id, { value: decimalText({ minor, currency: 'EUR' }) }),
      refunded: (id, amount) => shopper.refunded(id, decimalText(amount)),
      disputes: (id) => shopper.disputes(id),
    },
    webhook: (about, id) => {
      const what = about === 'paid' ? 'COMPLETED' : 'REFUNDED';
      const { body, headers } = standIn.event(`PAYMENT.CAPTURE.${what}`, id);
      return { body: Buffer.from(body), headers };
    },
    made: () => {
      for (const { method, path, status, answer } of standIn.ledger.entries()) {
        const isMade = method === 'POST' && path === '/v2/checkout/orders' && status === 200;
        if (isMade) made.add((answer as { id: string }).id);
      }
      return { sessions: made.size };
    },
    close,
    requests: () => standIn.ledger.entries(),
  };
}

describe('PayPal', () => {
  paymentWebhookSuite({ open });
  paymentProviderSuite({ open, whole: 'JPY', foreign: 'KWD' });

  it('waits for us to take what the shopper agreed to', async () => {
    const world = await open();
    const { id } = await world.provider.open(world.access, asked(world));
    world.shopper.pays(id);
    expect(await world.provider.read(world.access, id)).toMatchObject({
      state: 'approved',
      paid: null,
    });
    await world.close();
  });

  it('keeps no token for a client id that comes with another secret', async () => {
    const world = await open();
    await world.provider.open(world.access, asked(world));
    expect(await world.provider.checkKeys(world.unknown)).toMatchObject({ reason: 'refused' });
    await world.close();
  });

  it('takes no decimals of forints', async () => {
    const world = await open();
    const amount = { minor: 12_990, currency: 'HUF' };
    await expect(world.provider.open(world.access, asked(world, { amount }))).rejects.toMatchObject(
      { details: { code: 'amount', retry: 'never' } },
    );
    await world.close();
  });

  withPaymentSchemas('paypal', (objectTo) => {
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
