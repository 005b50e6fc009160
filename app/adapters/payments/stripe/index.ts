export { createStripeProvider, type StripeOptions } from './client.server';
