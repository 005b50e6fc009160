/**
 * Branded identifiers. A brand keeps a cart's id from being passed where a shop's is expected;
 * at run time each is a plain string.
 */
export type Brand<Name extends string> = string & { readonly __brand: Name };

export type ShopId = Brand<'ShopId'>;
export type CustomerId = Brand<'CustomerId'>;
export type CartId = Brand<'CartId'>;
export type OrderId = Brand<'OrderId'>;
export type SequenceId = Brand<'SequenceId'>;
export type RecoveryId = Brand<'RecoveryId'>;
export type RecoveryStepId = Brand<'RecoveryStepId'>;
export type ChannelId = Brand<'ChannelId'>;
export type TemplateId = Brand<'TemplateId'>;
export type MessageId = Brand<'MessageId'>;
export type ConversationId = Brand<'ConversationId'>;
export type LinkToken = Brand<'LinkToken'>;
export type ReceiptId = Brand<'ReceiptId'>;
export type PaymentLinkId = Brand<'PaymentLinkId'>;
export type PaymentId = Brand<'PaymentId'>;

/** Belongs to nothing yet: it becomes an id of whatever it is given to. */
export type FreshId = Brand<never>;

/** Makes a fresh id. The entrance supplies it, so that use cases stay free of chance. */
export type NewId = () => FreshId;
