export { readStripeNews } from './webhooks';
export { createStripeProvider, type StripeOptions } from './client.server';
