// `npm run chaos -- [--carts N] [--seed S] [--json FILE]`: a simulated world against the built
// product, with crashes at every commit point, and an audit of what came of it.
import { requireSupportedNode } from './setup/node-version.mjs';

if (requireSupportedNode()) {
  import('./setup/run-program.mjs').then(({ main }) => main('tests/chaos/main.ts'));
}
