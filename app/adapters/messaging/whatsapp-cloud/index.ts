export * from './client.server';
export * from './verify.server';
export { whatsappFaults } from './faults';
export { normalize } from './parse-webhook';
