import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTransact } from '#adapters/postgres/stores';
import { readStatuses } from '../../../workers/sweeps/read-statuses';
import { cipher, openRig, type Rig } from '../postgres/sample-rows';
import { openReader, openSendingShop } from './reading-rig';

let rig: Rig;
let reader: ReturnType<typeof openReader>;
beforeAll(async () => {
  rig = await openRig(8);
  reader = openReader(rig.url);
});
afterAll(async () => {
  await reader.close();
  await rig.end();
});

const DELIVERIES = 13;
const A_DELIVERY = 100;

test('a flood of statuses is written five hundred at a time, while the next ones are parsed', async () => {
  const shop = await openSendingShop(rig, 'flood');
  const id = `w-${await shop.sent()}`;
  for (let delivery = 0; delivery < DELIVERIES; delivery += 1) {
    const at = (n: number) => delivery * A_DELIVERY + n + 1;
    await shop.tell(
      Array.from({ length: A_DELIVERY }, (_, n) => ({ id, status: 'read' as const, at: at(n) })),
    );
  }
  const transact = createTransact(reader.database, cipher);
  const story: string[] = [];
  let transactions = 0;
  await readStatuses({
    ...reader.reading,
    normalize: (receipt) => (story.push('parsed'), reader.reading.normalize(receipt)),
    transact: async (work) => {
      transactions += 1;
      const name = transactions;
      story.push(`begin ${name}`);
      const result = await transact(work);
      story.push(`end ${name}`);
      return result;
    },
  });
  const writing = story.filter((part) => part !== 'parsed');
  expect(writing).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  const parsed = (from: string, to: string): number =>
    story.slice(story.indexOf(from), story.indexOf(to)).filter((part) => part === 'parsed').length;
  expect(parsed('parsed', 'begin 1')).toBe(5);
  expect(parsed('begin 1', 'begin 2')).toBe(5);
  expect(parsed('end 1', 'begin 2')).toBeLessThan(5);
  const log = await rig.database.sql.query(
    `SELECT (SELECT count(*)::int FROM message_status) AS told,
       (SELECT count(*)::int FROM receipt WHERE state = 'received') AS waiting,
       (SELECT occurred_at = (SELECT min(occurred_at) FROM message_status)
        FROM message_status WHERE moved) AS first_moved`,
  );
  expect(log).toEqual([{ told: DELIVERIES * A_DELIVERY, waiting: 0, first_moved: true }]);
});
