import type { Normalized } from '#core/intake/index';
import type { PaymentNews, PaymentProvider, PaymentProviderId } from '#core/payments/index';
import { createPayPalProvider, readPayPalNews, type PayPalOptions } from './paypal/index';
import { createStripeProvider, readStripeNews, type StripeOptions } from './stripe/index';

export interface PaymentOptions {
  readonly stripe: StripeOptions;
  readonly paypal: PayPalOptions;
}

/** Makes each provider, complete by type: a new id without an entry doesn't compile. */
export const createPaymentProviders = (
  options: PaymentOptions,
): Record<PaymentProviderId, PaymentProvider> => ({
  stripe: createStripeProvider(options.stripe),
  paypal: createPayPalProvider(options.paypal),
});

const READERS = {
  stripe: readStripeNews,
  paypal: readPayPalNews,
} satisfies Record<PaymentProviderId, (body: Uint8Array) => PaymentNews | null>;

const normalizer =
  (provider: PaymentProviderId) =>
  (body: Uint8Array): Normalized => {
    const read = READERS[provider](body);
    if (!read) return { kind: 'unreadable', reason: 'not an event of the provider' };
    const { sessionId, reference } = read;
    return {
      kind: 'facts',
      facts: [{ kind: 'payment_news', news: { provider, sessionId, reference } }],
    };
  };

/** What a verified webhook is about, in our words. */
export const PAYMENT_NORMALIZERS = {
  stripe: normalizer('stripe'),
  paypal: normalizer('paypal'),
} satisfies Record<PaymentProviderId, (body: Uint8Array) => Normalized>;
