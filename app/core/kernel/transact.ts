/**
 * Runs work in one database transaction and hands it stores bound to that transaction.
 * Throws what the work throws, after rolling back.
 */
export type Transact<Stores> = <Result>(
  work: (stores: Stores) => Promise<Result>,
) => Promise<Result>;
