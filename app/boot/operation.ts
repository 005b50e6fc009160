export { figureStore } from '#adapters/postgres/figure-store';
export { consentMark, operationStore } from '#adapters/postgres/operation-store';
