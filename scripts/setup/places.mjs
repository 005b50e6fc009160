import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

/** The folder of package.json. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Downloads and records that survive a rebuild, below node_modules so that a clone stays clean. */
export const CACHE = path.join(ROOT, 'node_modules/.cache/ripresa');

/** The environment with `.env` beneath it: what is set outside the file wins. */
export function readEnvironment() {
  const file = path.join(ROOT, '.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const outside = Object.entries(process.env).filter(([, value]) => value !== '');
  return { ...fromFile, ...Object.fromEntries(outside) };
}
