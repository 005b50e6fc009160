export * from './align-times';
export { eraseLeftStore } from './erase-store';
export * from './process-receipt';
export * from './process-statuses';
export * from './read-together';
export * from './receive-webhook';
export type * from './facts';
export type * from './ports';
export * from './receipt';
