import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../setup/command.mjs';
import { CACHE } from '../setup/places.mjs';

/**
 * Fetches one npm package without its dependencies into the cache.
 * @param archive - `name`, exact `version`, and `integrity` ("sha512-…") that its bytes must have
 * @returns the package's folder
 */
export async function fetchArchive({ name, version, integrity }) {
  const place = path.join(CACHE, 'archives', `${name.replaceAll('/', '+')}@${version}`);
  if (existsSync(path.join(place, 'package/package.json'))) return path.join(place, 'package');
  const fresh = `${place}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const answer = await run('npm', ['pack', `${name}@${version}`, '--json', '--loglevel=error'], {
    cwd: fresh,
  });
  const file = path.join(fresh, JSON.parse(answer)[0].filename);
  const found = createHash('sha512').update(readFileSync(file)).digest('base64');
  if (`sha512-${found}` !== integrity) throw new Error(`${name}@${version} has other bytes`);
  await run('tar', ['-xzf', file, '-C', fresh]);
  rmSync(file);
  rmSync(place, { recursive: true, force: true });
  renameSync(fresh, place);
  return path.join(place, 'package');
}
