// `npm run bench -- [name…] [--json FILE] [--rounds N] [--seconds N] [--soak MINUTES]`: compares the
// hot paths with their limit and with the ordinary way, in one run.
import { requireSupportedNode } from './setup/node-version.mjs';

if (requireSupportedNode()) {
  import('./setup/run-program.mjs').then(({ main }) => main('scripts/bench/main.ts'));
}
