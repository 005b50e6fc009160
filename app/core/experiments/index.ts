export * from './assign';
export * from './holdout';
export * from './lift';
export * from './record-conversion';
export type * from './ports';
