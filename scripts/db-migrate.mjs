// `npm run db:migrate -- --name add_receipt`: writes the migration that leads from prisma/migrations
// to the schema, and proves it on an empty database. Your own data are not touched.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { prisma, deployMigrations } from './setup/migrations.mjs';
import { ROOT } from './setup/places.mjs';
import { prepareCheckout } from './setup/prepare.mjs';
import { refusal, sentenceFor } from './setup/refusal.mjs';
import { query, startScratchPostgres } from './setup/scratch-postgres.mjs';

const MIGRATIONS = path.join(ROOT, 'prisma/migrations');
const NAME = /^[a-z]+(_[a-z0-9]+)+$/;

function readName() {
  const { values } = parseArgs({ options: { name: { type: 'string' } }, strict: false });
  if (typeof values.name === 'string' && NAME.test(values.name)) return values.name;
  throw refusal(
    'Give the migration a name of verb and noun: npm run db:migrate -- --name add_receipt',
  );
}

async function difference(url) {
  const history = ['--from-migrations', 'prisma/migrations'];
  return prisma(
    ['migrate', 'diff', ...history, '--to-schema-datamodel', 'prisma', '--script'],
    url,
  );
}

const isEmpty = (script) =>
  script.split('\n').every((line) => line.trim() === '' || line.startsWith('--'));

async function write(name, url) {
  mkdirSync(MIGRATIONS, { recursive: true });
  writeFileSync(path.join(MIGRATIONS, 'migration_lock.toml'), 'provider = "postgresql"\n');
  const script = await difference(url('scratch'));
  if (isEmpty(script)) return console.log('The migrations already lead to this schema.');
  const moment = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(MIGRATIONS, `${moment}_${name}`);
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'migration.sql'), script);
  try {
    await deployMigrations(url('proof'));
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  console.log(
    `Wrote ${path.relative(ROOT, folder)}/migration.sql and applied it to an empty database.`,
  );
}

async function main() {
  const name = readName();
  await prepareCheckout(['database client']);
  const server = await startScratchPostgres();
  try {
    await query(server.url('postgres'), ['CREATE DATABASE scratch', 'CREATE DATABASE proof']);
    await write(name, server.url);
  } finally {
    await server.stop();
  }
}

main().catch((error) => {
  console.error(error.output ?? sentenceFor(error));
  process.exitCode = 1;
});
