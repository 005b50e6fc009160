import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { asked, type SignedWebhook, type SuiteOptions } from './payment-provider-suite';

/** What `PaymentProvider` promises of webhooks, of any provider. */
export function paymentWebhookSuite({ open }: Pick<SuiteOptions, 'open'>): void {
  let world: Awaited<ReturnType<SuiteOptions['open']>>;
  beforeAll(async () => {
    world = await open();
  });
  afterAll(() => world.close());

  describe('webhooks', () => {
    const verify = (
      { body, headers }: SignedWebhook,
      hook: { id: string; secret: string | null },
    ) => world.provider.verify(body, headers, hook, world.access, world.now());
    let hook: { id: string; secret: string | null };
    let paid: string;
    beforeEach(async () => {
      hook = await world.provider.createWebhook(world.access, 'https://app.test/webhooks/pay');
      paid = (await world.provider.open(world.access, asked(world))).id;
      world.shopper.pays(paid);
      await world.provider.take(world.access, paid);
    });

    it('name the session, and are believed when they are signed', async () => {
      const verified = await verify(world.webhook('paid', paid), hook);
      expect(verified).toMatchObject({ kind: 'verified', news: { sessionId: paid } });
    });

    it('about a refund name the session or its payment', async () => {
      const verified = await verify(world.webhook('refunded', paid), hook);
      const { reference } = await world.provider.read(world.access, paid);
      const news = verified.kind === 'verified' ? verified.news : null;
      expect([news?.sessionId === paid, news?.reference === reference]).toContain(true);
    });

    it.each<[string, (signed: SignedWebhook) => SignedWebhook]>([
      ['whose body was changed', ({ body, headers }) => ({ body: changed(body), headers })],
      ['without a signature', ({ body }) => ({ body, headers: {} })],
      ['that are no JSON', ({ headers }) => ({ body: Buffer.from('{'), headers })],
    ])('%s are refused', async (_what, change) => {
      expect(await verify(change(world.webhook('paid', paid)), hook)).toMatchObject({
        kind: 'refused',
      });
    });

    it('of an endpoint that was replaced are refused', async () => {
      const signed = world.webhook('paid', paid);
      const next = await world.provider.createWebhook(
        world.access,
        'https://app.test/webhooks/pay',
      );
      expect(next.id).not.toBe(hook.id);
      expect(await verify(signed, next)).toMatchObject({ kind: 'refused' });
      expect(await verify(world.webhook('paid', paid), next)).toMatchObject({ kind: 'verified' });
    });

    it('can be removed, also twice', async () => {
      await world.provider.removeWebhook(world.access, hook.id);
      await expect(world.provider.removeWebhook(world.access, hook.id)).resolves.toBeUndefined();
    });
  });
}

/** One digit of a time or an id is another one. */
function changed(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('utf8');
  return Buffer.from(text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)));
}
