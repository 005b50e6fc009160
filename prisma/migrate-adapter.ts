import { randomUUID } from 'node:crypto';
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

/*
 * Prisma Migrate without a downloaded engine: prisma 6.19 runs its bundled WebAssembly schema
 * engine over a driver adapter. The stock adapter has four faults there, mended below:
 *  1. catalogue columns of type name (19) and "char" (18) are refused;
 *  2. executeScript splits at every ';', which breaks functions, triggers and DO blocks;
 *  3. a connection string wins over `database`, so the shadow database would be the real one;
 *  4. the shadow database is dropped while its pool is open, and idle pools keep the CLI alive.
 */
const OID_CHAR = 18;
const OID_NAME = 19;
const OID_TEXT = 25;

interface CatalogueField {
  dataTypeID: number;
}
interface CatalogueResult {
  readonly rows: object;
  readonly fields: CatalogueField[];
}
type CharColumns = WeakMap<object, readonly number[]>;

function isCatalogueResult(value: unknown): value is CatalogueResult {
  if (typeof value !== 'object' || value === null) return false;
  return 'rows' in value && Array.isArray(value.rows) && 'fields' in value;
}

function presentAsText(result: CatalogueResult, charColumns: CharColumns): void {
  charColumns.set(
    result.rows,
    result.fields.flatMap((field, index) => (field.dataTypeID === OID_CHAR ? [index] : [])),
  );
  for (const field of result.fields) {
    if (field.dataTypeID === OID_NAME || field.dataTypeID === OID_CHAR) field.dataTypeID = OID_TEXT;
  }
}

function readingCatalogues(pool: pg.Pool, charColumns: CharColumns): pg.Pool {
  const ask = pool.query.bind(pool) as (...parameters: unknown[]) => Promise<unknown>;
  const query = async (...parameters: unknown[]): Promise<unknown> => {
    const result = await ask(...parameters);
    if (isCatalogueResult(result)) presentAsText(result, charColumns);
    return result;
  };
  return new Proxy(pool, {
    get(target, key): unknown {
      if (key === 'query') return query;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** The engine shows the database's own words only when they come in its own kind of error. */
async function runScript(pool: pg.Pool, script: string): Promise<void> {
  try {
    await pool.query(script);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    throw new DriverAdapterError({
      kind: 'postgres',
      code: error.code ?? 'XX000',
      severity: error.severity ?? 'ERROR',
      message: error.message,
      detail: error.detail,
      column: error.column,
      hint: error.hint,
    });
  }
}

async function open(
  config: pg.PoolConfig,
  close: (pool: pg.Pool) => Promise<void>,
): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool(config);
  const charColumns: CharColumns = new WeakMap();
  const inner = await new PrismaPg(readingCatalogues(pool, charColumns)).connect();
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    getConnectionInfo: () => inner.getConnectionInfo(),
    startTransaction: (isolationLevel) => inner.startTransaction(isolationLevel),
    executeRaw: (query) => inner.executeRaw(query),
    queryRaw: async (query) => {
      const result = await inner.queryRaw(query);
      for (const index of charColumns.get(result.rows) ?? []) {
        result.columnTypes[index] = ColumnTypeEnum.Character;
      }
      return result;
    },
    executeScript: async (script) => {
      if (script.trim() !== '') await runScript(pool, script);
    },
    dispose: () => close(pool),
  };
}

/** Splits a URL into fields, because pg lets a connection string win over `database` (fault 3). */
function poolConfig(url: string): pg.PoolConfig {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const sslMode = searchParams.get('sslmode') ?? 'disable';
  return {
    host: hostname,
    port: port === '' ? 5432 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(sslMode === 'disable' ? {} : { ssl: { rejectUnauthorized: sslMode.startsWith('verify') } }),
    max: 1,
    idleTimeoutMillis: 100,
    allowExitOnIdle: true,
  };
}

async function openShadow(config: pg.PoolConfig): Promise<SqlDriverAdapter> {
  const name = `prisma_migrate_shadow_db_${randomUUID()}`;
  const main = new pg.Pool(config);
  await main.query(`CREATE DATABASE "${name}"`);
  return open({ ...config, database: name }, async (pool) => {
    await pool.end();
    await main.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await main.end();
  });
}

/**
 * The adapter Prisma Migrate works through.
 * @param url - PostgreSQL URL of the database to migrate; its role must be allowed to create
 *   databases for `migrate dev` and `migrate diff --from-migrations` (shadow database)
 */
export function migrateAdapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  const config = poolConfig(url);
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(config, (pool) => pool.end()),
    connectToShadowDb: () => openShadow(config),
  };
}
