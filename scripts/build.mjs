// `npm run build`: packages, database client and everything below build/.
import { requireSupportedNode } from './setup/node-version.mjs';

async function main() {
  const { prepareCheckout } = await import('./setup/prepare.mjs');
  const { sentenceFor } = await import('./setup/refusal.mjs');
  try {
    await prepareCheckout();
  } catch (error) {
    console.error(sentenceFor(error));
    process.exitCode = 1;
  }
}

if (requireSupportedNode()) main();
