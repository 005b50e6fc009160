import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from '../setup/command.mjs';
import { ROOT } from '../setup/places.mjs';

const FOREIGN = new Set(['node_modules', 'build', '.data', '.git', 'coverage']);

function* walk(folder) {
  for (const entry of readdirSync(path.join(ROOT, folder), { withFileTypes: true })) {
    if (FOREIGN.has(entry.name)) continue;
    const place = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(place);
    else yield place;
  }
}

/** The project's own files, relative to the root: what git tracks or would track. */
export async function ownFiles() {
  try {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
    return (await run('git', list)).split('\0').filter(Boolean);
  } catch {
    return [...walk('')];
  }
}
