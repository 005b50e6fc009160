/** The adapter's public face; the database keeps the keys, boot builds the client, the door verifies. */
export { createWooCommerceClient, type WooCommerceClientOptions } from './client.server';
export * from './manifest';
export { normalize } from './normalize';
export { readSite } from './read-site';
export { siteUrl } from './rest.server';
export { coreWebhookSecret, isChallengeAnswer, signatureOf } from './signature';
export * from './verify.server';
