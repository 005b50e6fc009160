/** The adapter's public face; the database keeps the keys, boot builds the client, the door verifies. */
export * from './manifest';
export { normalize } from './normalize';
export { coreWebhookSecret, isChallengeAnswer, signatureOf } from './signature';
export * from './verify.server';
