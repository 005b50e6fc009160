import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { ROOT } from './places.mjs';
import { step } from './progress.mjs';
import { refusal } from './refusal.mjs';

const BUILD = path.join(ROOT, 'build');
const RECORD = path.join(ROOT, 'node_modules/.cache/ripresa/outputs.json');
const COMMON = ['package.json', 'package-lock.json', 'tsconfig.json'];

/** What is made, from what, and how. A part is made again when the hash of its sources changes. */
const PARTS = [
  {
    name: 'database client',
    made: 'node_modules/.prisma/client/index.js',
    from: ['prisma/schema.prisma', 'prisma/models', 'package-lock.json'],
    make: generateClient,
  },
  {
    name: 'admin pages',
    made: 'build/server/index.js',
    from: ['app', 'vite.config.ts', ...COMMON],
    make: buildPages,
  },
  bundle('app', 'app/server.ts', ['app', 'workers']),
  bundle('seed', 'prisma/seed.ts', ['app', 'prisma/seed.ts']),
  bundle('sandbox', 'sandbox/main.ts', ['sandbox']),
  {
    name: 'WordPress plugin',
    made: 'build/plugin/ripresa/assets/screens.js',
    from: ['woocommerce-bridge', 'scripts/wordpress', ...COMMON],
    make: buildPlugin,
  },
];

function bundle(name, entry, from) {
  return {
    name,
    made: `build/${name}.js`,
    from: [...from, ...COMMON],
    make: () => buildBundle(entry, `build/${name}.js`),
  };
}

async function generateClient() {
  await runNode('node_modules/prisma/build/index.js', ['generate', '--no-hints'], {
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  });
}

async function buildPages() {
  for (const folder of ['client', 'server']) {
    rmSync(path.join(BUILD, folder), { recursive: true, force: true });
  }
  await runNode('node_modules/@remix-run/dev/dist/cli.js', ['vite:build', '--logLevel', 'warn'], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

async function buildPlugin() {
  const plugin = await import('../wordpress/build-plugin.mjs');
  await plugin.buildPlugin(path.join(BUILD, 'plugin/ripresa'));
}

async function buildBundle(entry, outfile) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: 'external',
    // The pages are built beside it; the server loads them when it runs.
    external: ['./server/index.js', './build/server/index.js', '../build/server/index.js'],
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'silent',
  });
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(RECORD, 'utf8'));
  } catch {
    return {};
  }
}

function writeRecord(record) {
  mkdirSync(path.dirname(RECORD), { recursive: true });
  writeFileSync(RECORD, JSON.stringify(record, null, 2));
}

function explain(part, error) {
  if (/ENOSPC|no space left/i.test(error.message)) return error;
  const text = (error.output ?? error.message).trim().split('\n').slice(-25).join('\n');
  return refusal(`The ${part.name} could not be built:\n${text}`);
}

async function makePart(part, hash, record) {
  try {
    await part.make();
  } catch (error) {
    throw explain(part, error);
  }
  record[part.name] = hash;
  writeRecord(record);
}

/** The parts whose sources changed, with the hash that they will have. */
export function staleOutputs(names) {
  const record = readRecord();
  return PARTS.filter((part) => !names || names.includes(part.name))
    .map((part) => ({ part, hash: fingerprint(part.from, part.name) }))
    .filter(({ part, hash }) => {
      return record[part.name] !== hash || !existsSync(path.join(ROOT, part.made));
    });
}

/**
 * Generates the database client and builds what changed.
 * @param names - which parts; all without it
 */
export async function makeOutputs(names) {
  const record = readRecord();
  const due = staleOutputs(names);
  if (due.length === 0) return;
  mkdirSync(BUILD, { recursive: true });
  const label = due.map(({ part }) => part.name).join(', ');
  await step(`Building ${label}`, async () => {
    const [client, rest] = [due.filter(isClient), due.filter((entry) => !isClient(entry))];
    for (const { part, hash } of client) await makePart(part, hash, record);
    const results = await Promise.allSettled(
      rest.map(({ part, hash }) => makePart(part, hash, record)),
    );
    const failed = results.find((result) => result.status === 'rejected');
    // The bundler's service would live as long as this process; it serves all bundles at once.
    (await import('esbuild')).stop();
    if (failed) throw failed.reason;
  });
}

const isClient = ({ part }) => part.name === 'database client';
