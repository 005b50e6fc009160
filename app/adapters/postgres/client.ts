import pg from 'pg';
import { preparedName } from './prepared';
import { turnSocket } from './turn-socket';

/** A connection as stores see it: inside a transaction, or taken from the pool for each query. */
export interface Sql {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Sql {
  /**
   * Runs work under a savepoint: it can fail and be undone alone, and is undone with the transaction.
   * One after the other, and none within another.
   */
  nested<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

export interface Database {
  /** Each query on its own, committed when it answers. */
  readonly sql: Sql;
  /**
   * Runs work in one transaction (read committed), on a connection of its own. What belongs to it is
   * handed on: following it by an AsyncLocalStorage makes every promise of the process slower.
   */
  transaction<Result>(work: (sql: Transaction) => Promise<Result>): Promise<Result>;
  /**
   * Runs work while no other process holds the same key. The lock ends when the work settles or
   * the process dies. It lives on a connection of its own, so that waiting for it can't use up the
   * pool that the holder works with. Not re-entrant.
   */
  exclusively<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections of this process. */
  readonly max: number;
  /** A statement that takes longer is stopped; milliseconds. */
  readonly statementTimeoutMs?: number;
  /** How long `exclusively` waits for its turn; milliseconds. */
  readonly lockTimeoutMs?: number;
  readonly applicationName?: string;
  /** An idle connection broke (PostgreSQL restarted). The pool opens new ones by itself. */
  readonly onIdleError?: (error: Error) => void;
}

const LOCK_CONNECTIONS = 4;

/** Opens a pool; no connection is made before the first query. */
export function createDatabase(url: string, options: DatabaseOptions): Database {
  const onIdleError = options.onIdleError ?? (() => undefined);
  const pool = openPool(url, {
    max: options.max,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    application_name: options.applicationName ?? 'ripresa',
  });
  const locks = openPool(url, {
    max: LOCK_CONNECTIONS,
    idleTimeoutMillis: 1_000,
    lock_timeout: options.lockTimeoutMs ?? 60_000,
    application_name: `${options.applicationName ?? 'ripresa'}-locks`,
  });
  pool.on('error', onIdleError);
  locks.on('error', onIdleError);
  return {
    sql: sqlOf(pool),
    transaction: transactionsOf(pool),
    exclusively: (key, work) => exclusively(locks, key, work),
    close: async () => {
      await Promise.all([pool.end(), locks.end()]);
    },
  };
}

const INT8 = 20;

/** The driver reads int8 as text; every amount and id of ours fits a safe integer, or we stop. */
function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a stored number is too large to read');
  return value;
}

type FindParser = (oid: number, format?: string) => (text: string) => unknown;

const findStandardParser = pg.types.getTypeParser as FindParser;
const findParser: FindParser = (oid, format) =>
  oid === INT8 ? readInt8 : findStandardParser(oid, format);
const types: pg.CustomTypesConfig = { getTypeParser: findParser as typeof pg.types.getTypeParser };

function openPool(url: string, config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    types,
    connectionTimeoutMillis: 15_000,
    idle_in_transaction_session_timeout: 120_000,
    keepAlive: true,
    // Statements that are asked for at once go out at once, each answered in its turn.
    pipeline: true,
    stream: turnSocket,
    ...config,
  });
  // The pool listens to idle connections alone. One that breaks between two queries of a transaction
  // would end the process; its next query fails anyway, and says so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const sqlOf = (connection: pg.Pool | pg.PoolClient): Sql => ({
  query: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
    const name = preparedName(text);
    const query = name === null ? { text } : { text, name };
    return (await connection.query<Row>(query, values.map(asParameter))).rows;
  },
});

/**
 * The driver writes a list's literal by adding to a text element by element, which for a batch costs
 * more than any other part of asking. Other values, and lists of other things, are left to it.
 */
function asParameter(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const list: readonly unknown[] = value;
  return list.every(isPlain) ? `{${list.map(elementText).join(',')}}` : value;
}

const isPlain = (element: unknown): element is string | number | boolean | null =>
  element === null || ['string', 'number', 'boolean'].includes(typeof element);

const elementText = (element: string | number | boolean | null): string => {
  if (typeof element !== 'string') return String(element);
  return `"${/[\\"]/.test(element) ? element.replaceAll(/[\\"]/g, '\\$&') : element}"`;
};

/**
 * A connection of one's own. One that breaks between two queries would end the process by its event;
 * the next query, or the giving back, finds out anyway.
 */
async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  client.on('error', ignore);
  return client;
}

/** @param isBroken closes it instead of keeping it for others */
function checkIn(client: pg.PoolClient, isBroken: Error | boolean | undefined): void {
  client.removeListener('error', ignore);
  client.release(isBroken);
}

const ignore = (): void => undefined;

const transactionsOf =
  (pool: pg.Pool): Database['transaction'] =>
  async (work) => {
    const client = await checkOut(pool);
    const state = { ended: false };
    let broken: Error | undefined;
    try {
      // Goes out with the first statement, which fails if this one does.
      const begun = client.query('BEGIN');
      begun.catch(ignore);
      const result = await work(nesting(untilEnd(sqlOf(client), () => state.ended)));
      await begun;
      state.ended = true;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      state.ended = true;
      broken = await rollBack(client);
      throw error;
    } finally {
      checkIn(client, broken);
    }
  };

/** Work that outlived its transaction must not write into a connection that others use by now. */
const untilEnd = (sql: Sql, hasEnded: () => boolean): Sql => ({
  query: (text, values) =>
    hasEnded() ? Promise.reject(new Error('the transaction is over')) : sql.query(text, values),
});

/** Answers the error of a connection that can't even roll back: it must not be used again. */
const rollBack = (client: pg.PoolClient): Promise<Error | undefined> =>
  client.query('ROLLBACK').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error('rollback failed')),
  );

/** One name will do: a savepoint hides those of its name that were set before it. */
const SAVEPOINT = 'nested';

const nesting = (sql: Sql): Transaction => ({
  ...sql,
  async nested(work) {
    // Goes out with the first statement, which fails if this one does.
    const set = sql.query(`SAVEPOINT ${SAVEPOINT}`);
    set.catch(ignore);
    try {
      const result = await work(sql);
      await set;
      await sql.query(`RELEASE SAVEPOINT ${SAVEPOINT}`);
      return result;
    } catch (error) {
      await sql.query(`ROLLBACK TO SAVEPOINT ${SAVEPOINT}`);
      throw error;
    }
  },
});

async function exclusively<Result>(
  locks: pg.Pool,
  key: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const client = await checkOut(locks);
  let destroy = true;
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [key]);
    const result = await work().finally(() => unlock(client, key));
    destroy = false;
    return result;
  } finally {
    // A closed connection gives its lock back, whatever went wrong.
    checkIn(client, destroy);
  }
}

const unlock = async (client: pg.PoolClient, key: string): Promise<void> => {
  await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [key]);
};
