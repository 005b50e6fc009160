import { spawn } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '#adapters/postgres/client';
import { FAULT_POINTS } from '#boot/fault-point-names';
import { armedFaultPoints, NO_FAULT_POINTS } from '#boot/fault-points';

/** A database that remembers what it was asked, in words. */
const PROGRAM = `
import { armedFaultPoints } from '#boot/fault-points';
const points = armedFaultPoints();
const said = (text) => process.stdout.write(text + '\\n');
const database = points.database({
  sql: { query: async (text) => (said(text), []) },
  transaction: async (work) => {
    const result = await work({ query: async (text) => (said(text), []) });
    said('COMMIT');
    return result;
  },
});
const [point, time, actor] = process.argv.slice(-3);
points.arm([point], Number(time));
await points.as(actor, async () => {
  await database.sql.query('UPDATE first SET a = 1');
  await database.sql.query('SELECT 1');
  await database.transaction((sql) => sql.query('INSERT INTO second VALUES (1)'));
  await database.transaction((sql) => sql.query('INSERT INTO third VALUES (1)'));
});
said('alive');
`;

/** What a process wrote that was armed and did three commits, and how it ended. */
function dying(point: string, time = 1, actor = 'pump messages') {
  const flags = [
    '--import',
    'tsx',
    '--input-type=module',
    '-e',
    PROGRAM,
    point,
    String(time),
    actor,
  ];
  const child = spawn(process.execPath, flags, {
    cwd: path.resolve(import.meta.dirname, '../../..'),
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise<{ lines: string[]; signal: string | null }>((resolve) => {
    child.once('close', (_code, signal) => resolve({ lines: text.trim().split('\n'), signal }));
  });
}

const FIRST = ['UPDATE first SET a = 1', 'SELECT 1'];
const SECOND = 'INSERT INTO second VALUES (1)';
const THIRD = 'INSERT INTO third VALUES (1)';

test('a process dies before its first commit with nothing written, and after it with all of it', async () => {
  const before = 'pump messages: before first commit';
  const after = 'pump messages: after first commit';
  const [nothing, all] = await Promise.all([dying(before), dying(after)]);
  expect(nothing).toEqual({ lines: [`fault point hit: ${before}`], signal: 'SIGKILL' });
  expect(all).toEqual({ lines: [FIRST[0], `fault point hit: ${after}`], signal: 'SIGKILL' });
});

test('a later commit is one of its own, and the given time counts', async () => {
  const before = 'pump messages: before later commit';
  const after = 'pump messages: after later commit';
  const [soon, late] = await Promise.all([dying(before), dying(after, 2)]);
  expect(soon.lines).toEqual([...FIRST, SECOND, `fault point hit: ${before}`]);
  expect(late.lines).toEqual([
    ...[...FIRST, SECOND, 'COMMIT', THIRD, 'COMMIT'],
    `fault point hit: ${after}`,
  ]);
});

test('a point without a name is told, and other points are passed', async () => {
  const { lines, signal } = await dying('pump messages: before call', 1, 'pump strange');
  expect(lines).toContain('fault point unknown: pump strange: before first commit');
  expect(lines.at(-1)).toBe('alive');
  expect(signal).toBeNull();
});

test('an ordinary run has none of it: everything is handed back as it came', () => {
  const database = { sql: {} } as Database;
  expect(NO_FAULT_POINTS.database(database)).toBe(database);
  expect(NO_FAULT_POINTS.as('pump receipts', () => 7)).toBe(7);
});

test('work that nobody named passes freely', async () => {
  const points = armedFaultPoints();
  points.arm(FAULT_POINTS, 1);
  const sql = { query: () => Promise.resolve([]) };
  const database = points.database({ sql } as unknown as Database);
  expect(await database.sql.query('DELETE FROM note')).toEqual([]);
});

test('every point has a name of its own', () => {
  expect(new Set(FAULT_POINTS).size).toBe(FAULT_POINTS.length);
});
