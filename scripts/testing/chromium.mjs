import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { run } from '../setup/command.mjs';
import { CACHE } from '../setup/places.mjs';
import { step } from '../setup/progress.mjs';
import { refusal } from '../setup/refusal.mjs';
import { fetchArchive } from './npm-archive.mjs';

/** 147 is the newest release that still installs on Node 20. */
const ARCHIVE = {
  name: '@sparticuz/chromium',
  version: '147.0.0',
  integrity:
    'sha512-4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ==',
};
const OWN = path.join(CACHE, `chromium-${ARCHIVE.version}`);
const INSTALLED = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function onPath(name) {
  if (path.isAbsolute(name)) return existsSync(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((place) => existsSync(place));
}

/** Some systems ship a stub that only asks to install a browser, so it must answer. */
async function answers(program) {
  try {
    return /Chrom/.test(await run(program, ['--version'], { timeout: 20_000 }));
  } catch {
    return false;
  }
}

async function findInstalled() {
  for (const name of INSTALLED) {
    const program = onPath(name);
    if (program && (await answers(program))) return program;
  }
  return undefined;
}

async function unpack(from, to) {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

async function unpackTar(bin, name, folder) {
  const tar = path.join(folder, `${name}.tar`);
  await unpack(path.join(bin, `${name}.tar.br`), tar);
  await run('tar', ['-xf', tar, '-C', folder, '--no-same-owner']);
  rmSync(tar);
}

const fontSettings = (home) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
</fontconfig>
`;

/** Brings the two libraries and the font that a bare machine lacks, and a program that sets them. */
const launcher = (home) => `#!/bin/sh
export LD_LIBRARY_PATH="${home}/lib\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export FONTCONFIG_FILE="${home}/fonts.conf"
exec "${home}/chromium" "$@"
`;

async function bringOwn() {
  const program = path.join(OWN, 'launch');
  if (existsSync(program)) return program;
  const bin = path.join(await fetchArchive(ARCHIVE), 'bin');
  const fresh = `${OWN}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await unpack(path.join(bin, 'chromium.br'), path.join(fresh, 'chromium'));
  for (const name of ['al2023', 'swiftshader', 'fonts']) await unpackTar(bin, name, fresh);
  writeFileSync(path.join(fresh, 'fonts.conf'), fontSettings(OWN));
  writeFileSync(path.join(fresh, 'launch'), launcher(OWN));
  for (const name of ['chromium', 'launch']) chmodSync(path.join(fresh, name), 0o755);
  rmSync(OWN, { recursive: true, force: true });
  renameSync(fresh, OWN);
  return program;
}

/**
 * The path of a Chromium or Chrome: `CHROMIUM_PATH`, an installed one, or (Linux x64) the one that
 * an npm package carries.
 */
export async function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const installed = await findInstalled();
  if (installed) return installed;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw refusal(
      'The browser tests need Chrome or Chromium. Install one, or set CHROMIUM_PATH to its program.',
    );
  }
  const own = path.join(OWN, 'launch');
  if (existsSync(own)) return own;
  return step('Fetching Chromium', bringOwn);
}
