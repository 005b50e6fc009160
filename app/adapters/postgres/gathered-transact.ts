import type { DomainEvent } from '#core/events/index';
import { allDone } from '#core/kernel/all-done';
import { inBatches } from '#core/kernel/in-batches';
import type { Transact } from '#core/kernel/transact';
import type { Cipher } from './cipher';
import type { Database, Sql } from './client';
import { gatheredSql } from './gathered-sql';
import { createStores } from './stores';
import type { NoteEvents, Stores } from './stores';

type Work<Result = unknown> = (stores: Stores) => Promise<Result>;

/** Items of one transaction: more of them would hold their locks for long. */
const MOST = 250;
/** Transactions at once: while one commits, the next one reads. */
const LANES = 2;

/**
 * Transactions for a rush: what is asked for while others run goes into the next one together, on
 * one connection whose reads are gathered. The work of all in a transaction is kept or none of it;
 * when one fails, each is done again on its own, so that it holds back no other. Works that concern
 * one subject must not be asked for at once: within a transaction they don't see each other.
 */
export function createGatheredTransact(
  database: Database,
  cipher: Cipher,
  committed: NoteEvents = () => undefined,
): Transact<Stores> {
  const run = inBatches<Work, unknown>(
    { most: MOST, lanes: LANES },
    createTogether(database, cipher, committed),
  );
  return <Result>(work: (stores: Stores) => Promise<Result>) => run(work) as Promise<Result>;
}

/** Runs works in one transaction, or under one savepoint: all are kept, or none. */
export type Together<Stores> = <Result>(
  works: readonly ((stores: Stores) => Promise<Result>)[],
) => Promise<readonly Result[]>;

/** The same for works that are at hand already, and without a second try for each alone. */
export const createTogether =
  (database: Database, cipher: Cipher, committed: NoteEvents = () => undefined): Together<Stores> =>
  (works) =>
    together(works, { transaction: (work) => database.transaction(work), cipher, committed });

/** A transaction within which works run together, each time under a savepoint. */
export type Nesting<Stores> = <Result>(
  work: (stores: Stores, together: Together<Stores>) => Promise<Result>,
) => Promise<Result>;

export const createNesting =
  (database: Database, cipher: Cipher, committed: NoteEvents = () => undefined): Nesting<Stores> =>
  async (work) => {
    const appended: DomainEvent[] = [];
    const noted: NoteEvents = (events) => void appended.push(...events);
    const result = await database.transaction((sql) =>
      work(createStores(sql, cipher, noted), (works) =>
        together(works, { transaction: (nested) => sql.nested(nested), cipher, committed: noted }),
      ),
    );
    committed(appended);
    return result;
  };

interface Place {
  readonly transaction: <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;
  readonly cipher: Cipher;
  readonly committed: NoteEvents;
}

async function together<Result>(
  works: readonly Work<Result>[],
  { transaction, cipher, committed }: Place,
): Promise<readonly Result[]> {
  const appended: DomainEvent[] = [];
  const results = await transaction((sql) => {
    const noted: NoteEvents = (events) => void appended.push(...events);
    const stores = createStores(gatheredSql(sql), cipher, noted);
    return allDone(works.map((work) => work(stores)));
  });
  committed(appended);
  return results;
}
