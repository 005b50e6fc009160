// Vitest global set-up: one scratch PostgreSQL for the run, with a migrated template database.
import { prisma } from '../setup/migrations.mjs';
import { query, startScratchPostgres } from '../setup/scratch-postgres.mjs';

const TEMPLATE = 'ripresa_template';

/** Several suites ask for it in one run; the first asks it into being, the last lets it go. */
const shared = (globalThis.ripresaTestDatabase ??= { users: 0, starting: null });

async function start() {
  const server = await startScratchPostgres();
  await query(server.url('postgres'), [`CREATE DATABASE ${TEMPLATE}`]);
  await prisma(['migrate', 'deploy'], server.url(TEMPLATE));
  process.env.RIPRESA_TEST_POSTGRES = server.url('postgres');
  process.env.RIPRESA_TEST_TEMPLATE = TEMPLATE;
  return server;
}

export async function setup() {
  shared.users += 1;
  shared.starting ??= start();
  await shared.starting;
}

export async function teardown() {
  shared.users -= 1;
  if (shared.users > 0) return;
  const server = await shared.starting;
  await server.stop();
}
