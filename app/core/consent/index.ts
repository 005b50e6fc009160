export * from './consent';
export * from './country-rule-table';
export * from './country-rules';
export * from './keywords';
export * from './record-consent';
export type * from './events';
export type * from './ports';
