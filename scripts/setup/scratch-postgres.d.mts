import type { QueryResult } from 'pg';

export function startScratchPostgres(options?: { durable?: boolean }): Promise<{
  url: (database: string) => string;
  stop: () => Promise<void>;
}>;
export function query(url: string, statements: readonly string[]): Promise<QueryResult[]>;
