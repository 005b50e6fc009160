/** The adapter's public face; the database keeps tokens, boot builds the client, the door verifies. */
export { createShopifyClient, type ShopifyClientOptions } from './client.server';
export { API_VERSION, COMPLIANCE_TOPICS, scopeText, TOPICS } from './manifest';
export { normalize } from './normalize';
export { verifyWebhook } from './verify.server';
