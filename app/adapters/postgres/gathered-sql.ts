import type { Sql } from './client';
import { isListWrite } from './list-writes';

type Row = Readonly<Record<string, unknown>>;

interface Asking {
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
 * asked in the same turn become one statement over all their values, and so do writes of lists, so
 * that the code for one item serves a batch. Other writes go through as they are. Rows that are
 * locked are locked in the order of their values, so that two batches can't wait for each other.
 * Statements of one turn leave in the order in which their texts were first asked for.
 */
export function gatheredSql(sql: Sql): Sql {
  let waiting = new Map<string, Asking[]>();

  const ask = (text: string, values: readonly unknown[]): Promise<object[]> =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setImmediate(() => void flush());
      const askings = waiting.get(text);
      const asking = { values, resolve, reject };
      if (askings) askings.push(asking);
      else waiting.set(text, [asking]);
    });
  const flush = async (): Promise<void> => {
    const groups = [...waiting];
    waiting = new Map();
    // Asked for beforehand: a text that is new must not fall behind the others.
    const unknown = groups.filter(([text, { length }]) => length > 1 && needsTypes(text));
    try {
      for (const [text] of unknown) await learnTypes(sql, text);
    } catch (error) {
      groups.forEach(([, askings]) => askings.forEach(({ reject }) => reject(error)));
      return;
    }
    for (const [text, askings] of groups) void answer(sql, text, askings);
  };
  return {
    query: async <Result extends object>(text: string, values: readonly unknown[] = []) =>
      isRead(text) || isListWrite(text)
        ? ((await ask(text, values)) as Result[])
        : sql.query<Result>(text, values),
  };
}

async function answer(sql: Sql, text: string, askings: readonly Asking[]): Promise<void> {
  try {
    const answers = await (isListWrite(text) ? writeAll : readFor)(sql, text, askings);
    askings.forEach(({ resolve }, at) => resolve([...(answers[at] ?? [])]));
  } catch (error) {
    askings.forEach(({ reject }) => reject(error));
  }
}

/** One statement over the lists of all, and to each the rows of its own elements. */
async function writeAll(
  sql: Sql,
  text: string,
  askings: readonly Asking[],
): Promise<readonly (readonly object[])[]> {
  const lists = askings.map(({ values }) => values as readonly (readonly unknown[])[]);
  const columns = lists[0]?.map((_, at) => lists.flatMap((values) => values[at] ?? [])) ?? [];
  const owners = lists.flatMap(([list = []], at) => list.map((_, place) => ({ at, place })));
  const answers: object[][] = askings.map(() => []);
  for (const row of await sql.query<Row & { place: number }>(text, columns)) {
    const owner = owners[row.place - 1];
    if (owner) answers[owner.at]?.push({ ...row, place: owner.place + 1 });
  }
  return answers;
}

/** Those that ask the same share an answer. */
async function readFor(
  sql: Sql,
  text: string,
  askings: readonly Asking[],
): Promise<readonly (readonly object[])[]> {
  const keyed = askings.map(({ values }) => ({ key: JSON.stringify(values), values }));
  const sets = new Map(keyed.map(({ key, values }) => [key, values]));
  const keys = [...sets.keys()].sort();
  const answers = await readAll(
    sql,
    text,
    keys.map((key) => sets.get(key) ?? []),
  );
  const byKey = new Map(keys.map((key, at) => [key, answers[at] ?? []]));
  return keyed.map(({ key }) => byKey.get(key) ?? []);
}

/** The rows of each set of values, in the order of the sets. */
async function readAll(
  sql: Sql,
  text: string,
  sets: readonly (readonly unknown[])[],
): Promise<readonly object[][]> {
  const [only] = sets;
  if (sets.length === 1 && only) return [await sql.query(text, only)];
  const types = knownTypes.get(text) ?? [];
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

const needsTypes = (text: string): boolean => !isListWrite(text) && !knownTypes.has(text);

async function learnTypes(sql: Sql, text: string): Promise<void> {
  asked += 1;
  const name = `ripresa_types_${asked}`;
  await sql.query(`PREPARE ${name} AS ${text}`);
  const [row] = await sql.query<{ types: string[] }>(
    'SELECT parameter_types::text[] AS types FROM pg_prepared_statements WHERE name = $1',
    [name],
  );
  await sql.query(`DEALLOCATE ${name}`);
  knownTypes.set(text, row?.types ?? []);
}
