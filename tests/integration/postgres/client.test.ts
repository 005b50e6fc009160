import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '#adapters/postgres/client';
import { createTestDatabase, type TestDatabase } from '../../support/database';

let place: TestDatabase;
let database: Database;

beforeAll(async () => {
  place = await createTestDatabase();
  database = createDatabase(place.url, { max: 4, statementTimeoutMs: 1_000, lockTimeoutMs: 5_000 });
  await database.sql.query('CREATE TABLE note (text text PRIMARY KEY)');
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const notes = async (): Promise<string[]> =>
  (await database.sql.query<{ text: string }>('SELECT text FROM note ORDER BY text')).map(
    ({ text }) => text,
  );

test('a transaction that throws leaves nothing behind and passes the error on', async () => {
  const work = database.transaction(async (sql) => {
    await sql.query(`INSERT INTO note VALUES ('lost')`);
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await notes()).toEqual([]);
});

test('work that is nested in a transaction is undone with it', async () => {
  const outer = database.transaction(async (sql) => {
    await sql.nested((inner) => inner.query(`INSERT INTO note VALUES ('inner')`));
    throw new Error('outer');
  });
  await expect(outer).rejects.toThrow('outer');
  expect(await notes()).toEqual([]);
});

test('nested work that fails is undone alone, and others may follow it', async () => {
  await database.transaction(async (sql) => {
    await sql.query(`INSERT INTO note VALUES ('kept')`);
    const failing = sql.nested(async (inner) => {
      await inner.query(`INSERT INTO note VALUES ('undone')`);
      await inner.query(`INSERT INTO note VALUES ('kept')`);
    });
    await expect(failing).rejects.toThrow(/duplicate key/);
    await sql.nested((inner) => inner.query(`INSERT INTO note VALUES ('next')`));
  });
  expect(await notes()).toEqual(['kept', 'next']);
});

test('a transaction that begins while another one runs has a fate of its own', async () => {
  const outer = database.transaction(async (sql) => {
    await sql.query(`INSERT INTO note VALUES ('lost')`);
    await database.transaction((other) => other.query(`INSERT INTO note VALUES ('own')`));
    throw new Error('outer');
  });
  await expect(outer).rejects.toThrow('outer');
  expect(await notes()).toEqual(['kept', 'next', 'own']);
});

test('a connection that breaks between two queries fails its transaction and nothing else', async () => {
  const work = database.transaction(async (sql) => {
    const [mine] = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await database.sql.query('SELECT pg_terminate_backend($1)', [mine?.pid]);
    // The news of it comes while nothing is asked.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sql.query(`INSERT INTO note VALUES ('broken')`);
  });
  await expect(work).rejects.toThrow();
  expect(await notes()).not.toContain('broken');
});

test('work that outlives its transaction gets a transaction of its own', async () => {
  let late: Promise<unknown> = Promise.resolve();
  await database.transaction(async () => {
    late = new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
      database.transaction((sql) => sql.query(`INSERT INTO note VALUES ('late')`)),
    );
    await Promise.resolve();
  });
  await late;
  expect(await notes()).toContain('late');
});

test('a statement that takes too long is stopped', async () => {
  await expect(database.sql.query('SELECT pg_sleep(5)')).rejects.toThrow(/statement timeout/);
});

test('int8 is read as a number, and one that is not exact is refused', async () => {
  expect(await database.sql.query(`SELECT 9007199254740991::int8 AS n`)).toEqual([
    { n: Number.MAX_SAFE_INTEGER },
  ]);
  await expect(database.sql.query('SELECT 9007199254740993::int8 AS n')).rejects.toThrow(
    /too large/,
  );
});

test('exclusive work runs one at a time across connections, and frees its key when it fails', async () => {
  const other = createDatabase(place.url, { max: 2 });
  const order: string[] = [];
  const slow = (name: string) => async () => {
    order.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 60));
    await database.sql.query('SELECT 1');
    order.push(`${name} out`);
    if (name === 'a') throw new Error('a failed');
  };
  const [first] = await Promise.allSettled([
    database.exclusively('key', slow('a')),
    other.exclusively('key', slow('b')),
    ...['c', 'd', 'e', 'f', 'g'].map((name) => database.exclusively('key', slow(name))),
  ]);
  expect(first.status).toBe('rejected');
  for (let place_ = 0; place_ < order.length; place_ += 2) {
    expect(order[place_ + 1]).toBe(order[place_]?.replace(' in', ' out'));
  }
  expect(order).toHaveLength(14);
  await other.close();
});

test('a connection that breaks between two statements fails its transaction and nothing else', async () => {
  const work = database.transaction(async (sql) => {
    const [mine] = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await database.sql.query('SELECT pg_terminate_backend($1, 5000)', [mine?.pid]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sql.query('SELECT 1');
  });
  await expect(work).rejects.toThrow();
  expect(await database.sql.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('work that outlived its transaction can’t write any more', async () => {
  let late: Promise<unknown> = Promise.resolve();
  await database.transaction((sql) => {
    late = new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
      sql.query(`INSERT INTO note VALUES ('late')`),
    );
    late.catch(() => undefined);
    return Promise.resolve();
  });
  await expect(late).rejects.toThrow('the transaction is over');
});
