import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../http/exchange';

/** Parts of the App Bridge stand-in in the order in which they depend on each other. */
const PARTS = ['channel', 'session-token', 'save-bar', 'navigation', 'modal', 'shopify'];

/**
 * The app loads App Bridge as one classic script that must be ready before anything else runs,
 * so its modules are joined into one scope: imports go, exports become plain declarations.
 */
export async function appBridgeScript(publicFolder: string): Promise<Answer> {
  const sources = await Promise.all(
    PARTS.map((part) => readFile(join(publicFolder, 'app-bridge', `${part}.js`), 'utf8')),
  );
  const joined = sources
    .join('\n')
    .replace(/^import .*;$/gm, '')
    .replace(/^export /gm, '');
  return {
    kind: 'reply',
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
    body: `(() => {\n'use strict';\n${joined}})();\n`,
  };
}
