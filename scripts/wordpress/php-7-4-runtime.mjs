import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fetchArchive } from '../testing/npm-archive.mjs';

/** PHP 7.4 itself, compiled for Node: Debian has it no more. */
const RELEASE = {
  name: '@php-wasm/node-7-4',
  version: '3.1.56',
  integrity:
    'sha512-Zj5aHoY2c43kcO6BhM+JWz+06nq7WcHkp3R428Ij6QqxFFFp0VlF5NbrqtWmppK8xY2ZoV+f0NQsnYsBBEjM7A==',
};

/** Fetched once into the cache. */
export const fetchPhp74 = () => fetchArchive(RELEASE);

async function start() {
  const place = path.join(await fetchPhp74(), 'asyncify/php_7_4.js');
  const { init, dependencyFilename } = await import(/* @vite-ignore */ pathToFileURL(place).href);
  return new Promise((resolve) => {
    const php = {
      ENV: {},
      processId: 1,
      locateFile: (name) => name,
      wasmBinary: readFileSync(dependencyFilename),
      onRuntimeInitialized: () => resolve(php),
    };
    init('NODE', php);
  });
}

/** Within this process; `php-7-4.mjs` says what it does. */
export async function runOnPhp74(files, program) {
  const php = await start();
  php.FS.mkdir('/site');
  for (const [name, text] of files) {
    php.FS.mkdirTree(path.posix.join('/site', path.posix.dirname(name)));
    php.FS.writeFile(`/site/${name}`, text);
  }
  for (const argument of ['php', `/site/${program}`]) {
    php.ccall('wasm_add_cli_arg', null, ['string'], [argument]);
  }
  try {
    await php.ccall('run_cli', 'number', [], [], { async: true });
  } catch (error) {
    // The program's end arrives as an exception.
    if (error?.name !== 'ExitStatus') throw error;
  }
  return JSON.parse(php.FS.readFile('/site/answer.json', { encoding: 'utf8' }));
}
