export * from './attribute';
export * from './attribute-order';
export * from './click-url';
export * from './link-robots';
export * from './record-touch';
export * from './settle-order';
export type * from './events';
export type * from './ports';
export type * from './touch';
