import { expect } from 'vitest';
import { connectAccount } from '../../app/boot/payment-accounts';
import { createPayPalStandIn } from '../../sandbox/paypal/paypal-standin';
import type { PayPalStandIn } from '../../sandbox/paypal/paypal-standin';
import { createStripeStandIn } from '../../sandbox/stripe/stripe-standin';
import type { StripeStandIn } from '../../sandbox/stripe/stripe-standin';
import { paymentSchema, type PaymentVendor } from './payment-schemas';
import type { Rehearsal } from './rehearsal';

export const STRIPE_KEY = 'rk_test_shop';
export const PAYPAL_KEY = 'client:secret';

/** Where a store's shoppers pay. */
export interface PaymentDesks {
  readonly stripe: StripeStandIn;
  readonly paypal: PayPalStandIn;
  /** What Stripe takes at this moment. */
  readonly stripeKeys: Set<string>;
  /** Delivers a signed event of a provider; answers the status. */
  readonly stripeTells: (type: string, sessionId: string) => Promise<number>;
  readonly paypalTells: (type: string, orderId: string) => Promise<number>;
}

/** A store of a rehearsal. */
export interface DeskOwner {
  readonly rehearsal: Rehearsal;
  readonly domain: string;
}

/** What a provider's published description objects to in all that reached its stand-in. */
const objectionsTo = (
  { ledger }: Pick<StripeStandIn, 'ledger'>,
  vendor: PaymentVendor,
): readonly string[] => ledger.entries().flatMap((one) => paymentSchema(vendor)?.(one) ?? []);

/**
 * Stripe and PayPal for one store, which is named once its app runs. Their `close` fails when a request
 * left the app that one of them would not take.
 */
export async function startPaymentDesks() {
  let owner: DeskOwner | null = null;
  const now = (): Date => owner?.rehearsal.services.clock.now() ?? new Date();
  const stripeKeys = new Set([STRIPE_KEY]);
  const stripe = createStripeStandIn({
    now,
    get keys() {
      return Object.fromEntries([...stripeKeys].map((key) => [key, []]));
    },
  });
  const paypal = createPayPalStandIn({ now, keys: { [PAYPAL_KEY]: [] } });
  const [atStripe, atPayPal] = [await stripe.start(), await paypal.start()];
  const tells = (provider: 'stripe' | 'paypal') => async (body: string, headers: object) => {
    if (!owner) throw new Error('no store is paid here yet');
    const url = await webhookOf(owner, provider);
    const answer = await fetch(url, { method: 'POST', body, headers: { ...headers } });
    return answer.status;
  };
  const desks: PaymentDesks = {
    ...{ stripe, paypal, stripeKeys },
    stripeTells: (type, id) => {
      const { body, signature } = stripe.event(type, id);
      return tells('stripe')(body, { 'stripe-signature': signature });
    },
    paypalTells: (type, id) => {
      const { body, headers } = paypal.event(type, id);
      return tells('paypal')(body, headers);
    },
  };
  return {
    desks,
    env: {
      STRIPE_API_BASE_URL: `http://127.0.0.1:${atStripe.port}`,
      PAYPAL_API_BASE_URL: `http://127.0.0.1:${atPayPal.port}`,
    },
    belongTo: (store: DeskOwner): void => {
      owner = store;
    },
    /** @param after ends the app, once nothing more is looked at */
    close: async (after: () => Promise<void>): Promise<void> => {
      try {
        expect(objectionsTo(stripe, 'stripe')).toEqual([]);
        expect(objectionsTo(paypal, 'paypal')).toEqual([]);
      } finally {
        await after();
        await Promise.all([atStripe.close(), atPayPal.close()]);
      }
    },
  };
}

/** Enters the merchant's keys; they must be taken. */
export async function connectProvider(
  { rehearsal: { services }, domain }: DeskOwner,
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
  { rehearsal, domain }: DeskOwner,
  provider: 'stripe' | 'paypal',
): Promise<string> {
  const [row] = await rehearsal.services.database.sql.query<{ id: string }>(
    `SELECT account.id FROM payment_account account JOIN shop ON shop.id = account.shop_id
     WHERE shop.domain = $1 AND provider = $2`,
    [domain, provider],
  );
  return `${rehearsal.url}/webhooks/payments/${row?.id ?? ''}`;
}
