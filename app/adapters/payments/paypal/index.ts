export { readPayPalNews } from './webhooks';
export { createPayPalProvider, type PayPalOptions } from './client.server';
