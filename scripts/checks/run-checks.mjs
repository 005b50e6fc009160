import { existsSync } from 'node:fs';
import path from 'node:path';
import { runNode, stopCommands } from '../setup/command.mjs';
import { ROOT } from '../setup/places.mjs';
import { prepareCheckout } from '../setup/prepare.mjs';
import { sentenceFor } from '../setup/refusal.mjs';
import { ownFiles } from './own-files.mjs';
import { checkFileNames, checkRegistryHosts } from './project-rules.mjs';

const CODE = [
  'app',
  'workers',
  'prisma',
  'sandbox',
  'scripts',
  'tests',
  'extensions',
  'woocommerce-bridge',
];

const program = (place) => path.join(ROOT, 'node_modules', place);
const presentCode = () => CODE.filter((folder) => existsSync(path.join(ROOT, folder)));

const tool = (place, parameters) => () =>
  runNode(program(place), parameters(), {
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      NODE_OPTIONS: '--max-old-space-size=4096',
    },
  });

const CHECKS = [
  ['types', tool('typescript/bin/tsc', () => ['-p', '.', '--noEmit', '--pretty', 'false'])],
  ['lint', tool('eslint/bin/eslint.js', () => ['.', '--max-warnings', '0'])],
  ['format', tool('prettier/bin/prettier.cjs', () => ['--check', '--log-level', 'warn', '.'])],
  [
    'imports',
    tool('dependency-cruiser/bin/dependency-cruise.mjs', () => [
      ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err'],
      ...presentCode(),
    ]),
  ],
  ['unused', tool('knip/bin/knip.js', () => ['--no-progress', '--no-config-hints'])],
  ['schema', tool('prisma/build/index.js', () => ['validate'])],
  ['file names', async () => checkFileNames(await ownFiles())],
  ['README', async () => (await import('./configuration-table.mjs')).checkConfigurationTable()],
  ['figures', async () => (await import('./kept-figures.mjs')).checkKeptFigures()],
  ['PHP', async () => (await import('./plugin-php.mjs')).checkPluginPhp()],
  ['registry hosts', async () => checkRegistryHosts(await ownFiles())],
];

async function perform([name, check]) {
  const since = Date.now();
  try {
    const left = await check();
    const took = `${Math.round((Date.now() - since) / 1000)} s`;
    console.log(left?.notDone ? `– ${name}: ${left.notDone}` : `✓ ${name} (${took})`);
    return true;
  } catch (error) {
    console.log(`✗ ${name}`);
    console.log(String(error.output ?? error.message).trim());
    return false;
  }
}

export async function main() {
  process.once('SIGINT', stopCommands).once('SIGTERM', stopCommands);
  try {
    await prepareCheckout(['database client']);
  } catch (error) {
    console.error(sentenceFor(error));
    process.exitCode = 1;
    return;
  }
  const wanted = process.argv.slice(2);
  const checks = CHECKS.filter(([name]) => wanted.length === 0 || wanted.includes(name));
  const failed = [];
  for (const check of checks) if (!(await perform(check))) failed.push(check[0]);
  if (failed.length === 0) return console.log('All checks passed.');
  console.log(`Failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
