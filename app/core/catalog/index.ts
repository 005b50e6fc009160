export * from './catalog-diff';
export * from './sync-catalog';
export type * from './ports';
export type * from './product';
