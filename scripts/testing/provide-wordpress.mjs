// Vitest global set-up: PHP, WordPress and the built plugin, there before several files need them at once.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeOutputs } from '../setup/outputs.mjs';
import { missingPhp } from '../wordpress/php.mjs';
import { fetchPhp74 } from '../wordpress/php-7-4.mjs';
import { wordpressRelease } from '../wordpress/wordpress-release.mjs';

let opcode;

export async function setup() {
  const missing = await missingPhp();
  if (missing) throw new Error(missing);
  await Promise.all([wordpressRelease(), fetchPhp74()]);
  await makeOutputs(['WordPress plugin']);
  // WordPress is compiled once for all files and all their processes: most of a start is that.
  opcode = mkdtempSync(path.join(os.tmpdir(), 'ripresa-opcode-'));
  process.env.RIPRESA_TEST_OPCODE = opcode;
}

export function teardown() {
  if (opcode) rmSync(opcode, { recursive: true, force: true });
}
