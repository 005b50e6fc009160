// `npm test`: sets everything up, runs every suite, ends with one line of counts.
// `npm test -- tests/unit` (or any other arguments of vitest) runs a part.
import { requireSupportedNode } from './setup/node-version.mjs';

if (requireSupportedNode()) import('./testing/run-suites.mjs').then((suites) => suites.main());
