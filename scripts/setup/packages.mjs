import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode, run } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './places.mjs';
import { step } from './progress.mjs';
import { refusal, sentenceFor } from './refusal.mjs';

const MARKER = path.join(ROOT, 'node_modules/.ripresa-installed');
const ROOM_FOR_PACKAGES_MB = 1200;

function wanted() {
  const { dependencies, optionalDependencies, devDependencies, overrides } = JSON.parse(
    readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
  );
  const lists = [dependencies, optionalDependencies, devDependencies, overrides];
  const machine = [process.platform, process.arch];
  return fingerprint(['package-lock.json', '.npmrc'], JSON.stringify([...lists, ...machine]));
}

function isInstalled(hash) {
  return existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hash;
}

function requireRoom() {
  if (existsSync(path.join(ROOT, 'node_modules'))) return;
  const { bavail, bsize } = statfsSync(ROOT);
  const free = Math.floor((bavail * bsize) / 1_048_576);
  if (free >= ROOM_FOR_PACKAGES_MB) return;
  throw refusal(
    `The disk is nearly full: the packages need ${ROOM_FOR_PACKAGES_MB} MB in ${ROOT}, and ${free} MB are free.`,
  );
}

/** `npm start` tells which npm runs it; a bare `node scripts/start.mjs` takes the one on the PATH. */
function npm(parameters) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('.js')) return runNode(own, parameters);
  const onWindows = process.platform === 'win32';
  return run(onWindows ? 'npm.cmd' : 'npm', parameters, { shell: onWindows });
}

function explain(error) {
  if (/ENOSPC|EACCES|EROFS/.test(error.output ?? '')) {
    const code = /ENOSPC|EACCES|EROFS/.exec(error.output)[0];
    return refusal(sentenceFor({ code, path: path.join(ROOT, 'node_modules') }));
  }
  if (error.code === 'ENOENT') {
    return refusal('npm was not found. Install Node with npm and try again.');
  }
  const lines = String(error.output ?? error.message).split('\n');
  const line = lines.filter((text) => /npm error(?! A complete log| code)/.test(text))[0];
  const reason = line?.replace(/^npm error\s*/, '') ?? 'npm gave no reason';
  return refusal(`The packages could not be installed: ${reason}`);
}

/** Whether the packages on the disk are the ones that are wanted. */
export const arePackagesInstalled = () => isInstalled(wanted());

/** Installs the packages when what is wanted differs from what was installed last. */
export async function installPackages() {
  if (arePackagesInstalled()) return;
  requireRoom();
  await step('Installing packages (about two minutes the first time)', async () => {
    try {
      // Not `npm ci`: it refuses a lock file whose foreign-platform packages a registry hides.
      await npm(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
    } catch (error) {
      throw explain(error);
    }
  });
  writeFileSync(MARKER, wanted());
}
