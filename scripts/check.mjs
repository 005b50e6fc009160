// `npm run check`: every static check, one line each, all of them even when one fails.
import { requireSupportedNode } from './setup/node-version.mjs';

if (requireSupportedNode()) import('./checks/run-checks.mjs').then((checks) => checks.main());
