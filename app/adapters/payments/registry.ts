import type { PaymentProvider, PaymentProviderId } from '#core/payments/index';
import { createPayPalProvider, type PayPalOptions } from './paypal/index';
import { createStripeProvider, type StripeOptions } from './stripe/index';

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
