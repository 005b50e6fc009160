import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './places.mjs';

function* filesBelow(place) {
  if (!existsSync(place)) return;
  if (statSync(place).isFile()) return yield place;
  const entries = readdirSync(place, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    yield* filesBelow(path.join(place, entry.name));
  }
}

/**
 * One hash over the names and contents of files.
 * @param places - files or folders, relative to the root; absent ones count as absent
 * @param extra - further text that the result depends on
 */
export function fingerprint(places, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const place of places) {
    for (const file of filesBelow(path.join(ROOT, place))) {
      hash.update(`\0${path.relative(ROOT, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}
