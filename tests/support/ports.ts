export { freePort } from '../../scripts/setup/ports.mjs';
