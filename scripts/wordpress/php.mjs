import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from '../setup/command.mjs';
import { step } from '../setup/progress.mjs';

/** Debian's packages, and what each of them brings. */
const PROGRAMS = { php: 'php-cli', unzip: 'unzip', phpunit: 'phpunit', phpcs: 'php-codesniffer' };
const EXTENSIONS = {
  pdo_sqlite: 'php-sqlite3',
  mbstring: 'php-mbstring',
  curl: 'php-curl',
  dom: 'php-xml',
};

function isOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => existsSync(path.join(folder, name)));
}

async function missingPackages() {
  const programs = Object.entries(PROGRAMS).filter(([name]) => !isOnPath(name));
  const loaded = isOnPath('php') ? (await run('php', ['-m'])).toLowerCase().split(/\s+/) : [];
  const extensions = Object.entries(EXTENSIONS).filter(([name]) => !loaded.includes(name));
  return [...programs, ...extensions].map(([, debian]) => debian);
}

const mayInstall = () => process.getuid?.() === 0 && isOnPath('apt-get');

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-qq', 'update'], { env });
  await run('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], { env });
}

const lastLine = (error) =>
  String(error.output ?? error.message)
    .trim()
    .split('\n')
    .at(-1);

/**
 * Sees to it that PHP and its tools are there: those that are installed, or, where this user may
 * install them, Debian's.
 * @returns null, or the sentence that says what is missing and how it gets there
 */
export async function missingPhp() {
  const packages = await missingPackages();
  if (packages.length === 0) return null;
  const remedy = `Install ${packages.join(', ')} (Debian’s names).`;
  if (!mayInstall()) return `PHP or its tools are missing on this machine. ${remedy}`;
  try {
    await step('Installing PHP', () => install(packages));
    return null;
  } catch (error) {
    return `PHP could not be installed: ${lastLine(error)}. ${remedy}`;
  }
}
