export { createPayPalProvider, type PayPalOptions } from './client.server';
