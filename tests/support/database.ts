import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** PostgreSQL URL of a migrated, empty database that nobody else uses. */
  readonly url: string;
  /** Drops it, whoever is still connected. */
  readonly drop: () => Promise<void>;
}

function setting(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: only suites with a database can create one`);
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: setting('RIPRESA_TEST_POSTGRES') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * A fresh database, copied from the migrated template in some hundredths of a second.
 * Available in the suites contract, integration, journeys and browser.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = setting('RIPRESA_TEST_TEMPLATE');
  await administer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(setting('RIPRESA_TEST_POSTGRES'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** An empty database without our tables, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(setting('RIPRESA_TEST_POSTGRES'));
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
