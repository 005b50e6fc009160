import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { answering, sayReady } from './answering';
import { HOME, asked, type Asked } from './dashboard-questions';
import { repeat } from './repeat';

/** The same rows in columns, scanned by DuckDB with all cores. */
const folder = process.env['DUCKDB_FOLDER'] ?? '.';
const instance = await DuckDBInstance.create(path.join(folder, 'rows.duckdb'));
const connection = await instance.connect();

/** Reads a table from the file that the server wrote. */
async function take(table: string, columns: string): Promise<void> {
  const file = path.join(folder, `${table}.csv`).replaceAll("'", "''");
  await connection.run(`CREATE TABLE ${table} (${columns})`);
  await connection.run(`COPY ${table} FROM '${file}' (FORMAT csv, HEADER true)`);
}

async function openHome(about: Asked): Promise<number> {
  let rows = 0;
  for (const question of HOME) {
    const { text, values } = asked(question, about);
    rows += (await connection.runAndReadAll(text, [...values])).currentRowCount;
  }
  return rows;
}

answering<{ table: string; columns: string }>('take', ({ table, columns }) => take(table, columns));
answering<{ seconds: number; about: Asked }>('home', ({ seconds, about }) =>
  repeat(seconds, () => openHome(about)),
);
sayReady((await connection.runAndReadAll('SELECT version() AS v')).getRowObjectsJson()[0]?.['v']);
