import type { Sql } from './client';

type Row = Readonly<Record<string, unknown>>;

interface Asking {
  /** Tells whether two ask the same. */
  readonly key: string;
  readonly values: readonly unknown[];
  readonly resolve: (rows: object[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Types of a statement's parameters, as PostgreSQL itself finds them; asked for once a process. */
const knownTypes = new Map<string, readonly string[]>();
let asked = 0;

const isRead = (text: string): boolean => /^\s*\(?SELECT\b/i.test(text);

/**
 * A transaction's connection for many items that are worked on at once: reads of one text that are
 * asked in the same turn become one statement over all their values, so that the code for one item
 * serves a batch. Writes go through as they are. Rows that are locked are locked in the order of
 * their values, so that two batches can't wait for each other.
 */
export function gatheredSql(sql: Sql): Sql {
  let waiting = new Map<string, Asking[]>();

  const ask = (text: string, values: readonly unknown[]): Promise<object[]> =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(flush);
      const askings = waiting.get(text);
      const asking = { key: JSON.stringify(values), values, resolve, reject };
      if (askings) askings.push(asking);
      else waiting.set(text, [asking]);
    });
  const flush = (): void => {
    const groups = waiting;
    waiting = new Map();
    for (const [text, askings] of groups) void answer(sql, text, askings);
  };
  return {
    query: async <Result extends object>(text: string, values: readonly unknown[] = []) =>
      isRead(text) ? ((await ask(text, values)) as Result[]) : sql.query<Result>(text, values),
  };
}

async function answer(sql: Sql, text: string, askings: readonly Asking[]): Promise<void> {
  const sets = new Map(askings.map(({ key, values }) => [key, values]));
  const keys = [...sets.keys()].sort();
  try {
    const answers = await readAll(
      sql,
      text,
      keys.map((key) => sets.get(key) ?? []),
    );
    const byKey = new Map(keys.map((key, at) => [key, answers[at] ?? []]));
    askings.forEach(({ key, resolve }) => resolve([...(byKey.get(key) ?? [])]));
  } catch (error) {
    askings.forEach(({ reject }) => reject(error));
  }
}

/** The rows of each set of values, in the order of the sets. */
async function readAll(
  sql: Sql,
  text: string,
  sets: readonly (readonly unknown[])[],
): Promise<readonly object[][]> {
  const [only] = sets;
  if (sets.length === 1 && only) return [await sql.query(text, only)];
  const types = await typesOf(sql, text);
  const columns = types.map((type, index) =>
    sets.map((values) => (isList(type) ? listText(values[index]) : (values[index] ?? null))),
  );
  const rows = await sql.query<Row & { gathered_n: number }>(overSets(text, types), columns);
  const answers: object[][] = sets.map(() => []);
  for (const { gathered_n: place, ...row } of rows) answers[place - 1]?.push(row);
  return answers;
}

/** Lists of unequal length can't be elements of one array: they travel as text and are cast back. */
const isList = (type: string): boolean => type.endsWith('[]');

function listText(list: unknown): string | null {
  if (!Array.isArray(list)) return null;
  const elements = (list as readonly (string | number | boolean | null)[]).map((element) =>
    element === null ? 'NULL' : `"${String(element).replaceAll(/[\\"]/g, '\\$&')}"`,
  );
  return `{${elements.join(',')}}`;
}

function overSets(text: string, types: readonly string[]): string {
  const given = types.map((type, at) => `$${at + 1}::${isList(type) ? 'text' : type}[]`);
  const names = types.map((_, at) => `given_${at + 1}`);
  const about = text.replaceAll(/\$(\d+)/g, (_, number: string) => {
    const type = types[Number(number) - 1] ?? 'text';
    return `gathered.given_${number}${isList(type) ? `::${type}` : ''}`;
  });
  return `SELECT gathered.gathered_n::int, answer.*
    FROM unnest(${given.join(', ')}) WITH ORDINALITY AS gathered(${[...names, 'gathered_n'].join(', ')})
    CROSS JOIN LATERAL (${about}) answer`;
}

async function typesOf(sql: Sql, text: string): Promise<readonly string[]> {
  const known = knownTypes.get(text);
  if (known) return known;
  asked += 1;
  const name = `ripresa_types_${asked}`;
  await sql.query(`PREPARE ${name} AS ${text}`);
  const [row] = await sql.query<{ types: string[] }>(
    'SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = $1',
    [name],
  );
  await sql.query(`DEALLOCATE ${name}`);
  const types = row?.types ?? [];
  knownTypes.set(text, types);
  return types;
}
