export * from './count-stages';
export * from './funnel';
