export * from './confirm-payment';
export * from './receive-reply';
export * from './request-payment';
export * from './send-reply';
export type * from './events';
export type * from './ports';
