import { connectProvider, PAYPAL_KEY, startPaymentDesks, STRIPE_KEY } from './payment-desks';
import type { PaymentDesks } from './payment-desks';
import { connect, connectWhatsApp, startWooCommerceShop } from './woocommerce-shop';
import type { WooCommerceShop } from './woocommerce-shop';

export type PayingShop = WooCommerceShop & PaymentDesks;

/**
 * A connected WooCommerce store with WhatsApp, whose merchant takes payments by Stripe and PayPal. Its
 * `close` fails when a request left the app that one of them would not take.
 */
export async function startPayingShop(
  options: Parameters<typeof startWooCommerceShop>[0] = {},
): Promise<PayingShop> {
  const { desks, env, belongTo, close } = await startPaymentDesks();
  const shop = await startWooCommerceShop({ ...options, env });
  belongTo(shop);
  await connect(shop);
  await connectWhatsApp(shop);
  await connectProvider(shop, 'stripe', STRIPE_KEY);
  await connectProvider(shop, 'paypal', PAYPAL_KEY);
  return { ...shop, ...desks, close: () => close(shop.close) };
}
