import { expect } from 'vitest';
import { connectAccount } from '../../app/boot/payment-accounts';
import { createPayPalStandIn } from '../../sandbox/paypal/paypal-standin';
import type { PayPalStandIn } from '../../sandbox/paypal/paypal-standin';
import { createStripeStandIn } from '../../sandbox/stripe/stripe-standin';
import type { StripeStandIn } from '../../sandbox/stripe/stripe-standin';
import { paymentSchema, type PaymentVendor } from './payment-schemas';
import { connect, connectWhatsApp, startWooCommerceShop } from './woocommerce-shop';
import type { WooCommerceShop } from './woocommerce-shop';

export const STRIPE_KEY = 'rk_test_shop';
export const PAYPAL_KEY = 'client:secret';

export interface PayingShop extends WooCommerceShop {
  readonly stripe: StripeStandIn;
  readonly paypal: PayPalStandIn;
  /** What Stripe takes at this moment. */
  readonly stripeKeys: Set<string>;
  /** Delivers a signed event of a provider; answers the status. */
  readonly stripeTells: (type: string, sessionId: string) => Promise<number>;
  readonly paypalTells: (type: string, orderId: string) => Promise<number>;
}

/** What a provider's published description objects to in all that reached its stand-in. */
const objectionsTo = (
  { ledger }: Pick<StripeStandIn, 'ledger'>,
  vendor: PaymentVendor,
): readonly string[] => ledger.entries().flatMap((one) => paymentSchema(vendor)?.(one) ?? []);

/**
 * A connected WooCommerce store with WhatsApp, whose merchant takes payments by Stripe and PayPal. Its
 * `close` fails when a request left the app that one of them would not take.
 */
export async function startPayingShop(
  options: Parameters<typeof startWooCommerceShop>[0] = {},
): Promise<PayingShop> {
  let clock = (): Date => new Date();
  const now = (): Date => clock();
  const stripeKeys = new Set([STRIPE_KEY]);
  const stripe = createStripeStandIn({
    now,
    get keys() {
      return Object.fromEntries([...stripeKeys].map((key) => [key, []]));
    },
  });
  const paypal = createPayPalStandIn({ now, keys: { [PAYPAL_KEY]: [] } });
  const [atStripe, atPayPal] = [await stripe.start(), await paypal.start()];
  const shop = await startWooCommerceShop({
    ...options,
    env: {
      STRIPE_API_BASE_URL: `http://127.0.0.1:${atStripe.port}`,
      PAYPAL_API_BASE_URL: `http://127.0.0.1:${atPayPal.port}`,
    },
  });
  clock = shop.rehearsal.services.clock.now;
  await connect(shop);
  await connectWhatsApp(shop);
  await connectProvider(shop, 'stripe', STRIPE_KEY);
  await connectProvider(shop, 'paypal', PAYPAL_KEY);
  const tells = (provider: 'stripe' | 'paypal') => async (body: string, headers: object) => {
    const url = await webhookOf(shop, provider);
    const answer = await fetch(url, { method: 'POST', body, headers: { ...headers } });
    return answer.status;
  };
  return {
    ...shop,
    stripe,
    stripeKeys,
    paypal,
    stripeTells: (type, id) => {
      const { body, signature } = stripe.event(type, id);
      return tells('stripe')(body, { 'stripe-signature': signature });
    },
    paypalTells: (type, id) => {
      const { body, headers } = paypal.event(type, id);
      return tells('paypal')(body, headers);
    },
    close: async () => {
      try {
        expect(objectionsTo(stripe, 'stripe')).toEqual([]);
        expect(objectionsTo(paypal, 'paypal')).toEqual([]);
      } finally {
        await shop.close();
        await Promise.all([atStripe.close(), atPayPal.close()]);
      }
    },
  };
}

/** Enters the merchant's keys; they must be taken. */
export async function connectProvider(
  { rehearsal: { services }, domain }: WooCommerceShop,
  provider: 'stripe' | 'paypal',
  secret: string,
): Promise<void> {
  const shop = await services.stores.shops.byDomain(domain);
  if (!shop) throw new Error('the store is not connected');
  const asked = { shopId: shop.id, provider, secret, live: false };
  const { kind } = await connectAccount(asked, services);
  if (kind !== 'connected') throw new Error(`${provider}: ${kind}`);
}

async function webhookOf(
  { rehearsal, domain }: WooCommerceShop,
  provider: 'stripe' | 'paypal',
): Promise<string> {
  const [row] = await rehearsal.services.database.sql.query<{ id: string }>(
    `SELECT account.id FROM payment_account account JOIN shop ON shop.id = account.shop_id
     WHERE shop.domain = $1 AND provider = $2`,
    [domain, provider],
  );
  return `${rehearsal.url}/webhooks/payments/${row?.id ?? ''}`;
}
