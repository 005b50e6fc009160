import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { processReceipt } from '#core/intake/index';
import type { Normalized, Receipt } from '#core/intake/index';
import { newId } from '#boot/chance';
import type { CustomerId, MessageId } from '#core/kernel/ids';
import { readStatuses } from '../../../workers/sweeps/read-statuses';
import { cipher, customerOf, minutes, openRig, receiptOf } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';
import { createStores } from '#adapters/postgres/stores';
import { openReader, openSendingShop } from './reading-rig';
import type { SendingShop, Told } from './reading-rig';

let rig: Rig;
let shop: SendingShop;
let reader: ReturnType<typeof openReader>;
beforeAll(async () => {
  rig = await openRig(8);
  reader = openReader(rig.url);
});
afterAll(async () => {
  await reader.close();
  await rig.end();
});
beforeEach(async () => {
  await rig.database.sql.query(
    'TRUNCATE shop, receipt, receipt_key, domain_event, message CASCADE',
  );
  shop = await openSendingShop(rig, 'batches');
});

const rows = (text: string) => rig.database.sql.query<Record<string, unknown>>(text);
const receiptStates = () => rows('SELECT state, reason FROM receipt ORDER BY id');
const stateOf = async (id: MessageId) =>
  (await rig.stores.messages.byId(shop.channel.shopId, id))?.state;
/** Reads as ever, but makes of the id `spoilt` what PostgreSQL refuses. */
function spoiling(receipt: Receipt): Normalized {
  const read = reader.reading.normalize(receipt);
  const [fact] = read.kind === 'facts' ? read.facts : [];
  if (fact?.kind !== 'message_status' || fact.status.vendorId !== 'spoilt') return read;
  return { kind: 'facts', facts: [{ ...fact, status: { ...fact.status, vendorId: '\0' } }] };
}

const wamid = (id: MessageId): string => `w-${id}`;

/** Everything that statuses leave behind, without what the order of statements decides. */
async function trace(ids: readonly MessageId[]): Promise<unknown> {
  const place = (id: unknown): number => ids.indexOf(id as MessageId);
  const messages = await rows(
    `SELECT id, state, vendor_id = 'w-' || id AS named, sent_at, delivered_at, read_at, ended_at,
       deadline_at, failure_code FROM message`,
  );
  const log = await rows(
    'SELECT message_id AS id, state, code, occurred_at, moved FROM message_status',
  );
  const events = await rows(
    'SELECT subject_id AS id, type, payload, occurred_at FROM domain_event ORDER BY id',
  );
  const sorted = (found: Record<string, unknown>[]) =>
    found
      .map((row) => ({ ...row, id: place(row.id) }))
      .map((row) => JSON.stringify(row).replaceAll(/"messageId":"[^"]*"/g, ''))
      .sort();
  const byMessage = ids.map((id) =>
    events
      .filter((event) => event.id === id)
      .map(({ type, payload }) => ({ type, state: (payload as { state?: string }).state })),
  );
  return {
    messages: sorted(messages),
    log: sorted(log),
    events: sorted(events),
    byMessage,
    receipts: await receiptStates(),
  };
}

const MESSAGES = 4;
const told = fc.record({
  message: fc.integer({ min: 0, max: MESSAGES }),
  status: fc.constantFrom('sent', 'delivered', 'read', 'failed'),
  at: fc.integer({ min: 1, max: 4 }),
  echoed: fc.boolean(),
});
const deliveries = fc.array(fc.array(told, { minLength: 1, maxLength: 5 }), {
  minLength: 1,
  maxLength: 6,
});
type Drawn = typeof deliveries extends fc.Arbitrary<infer Value> ? Value : never;

/** The same story told twice: to the batch, and to the way of one receipt after the other. */
async function tell(drawn: Drawn, read: () => Promise<unknown>): Promise<unknown> {
  await rig.database.sql.query(
    'TRUNCATE shop, receipt, receipt_key, domain_event, message CASCADE',
  );
  shop = await openSendingShop(rig, 'batches');
  const ids: MessageId[] = [];
  for (let n = 0; n < MESSAGES; n += 1) ids.push(await shop.sent(n !== 0));
  await rig.database.sql.query('TRUNCATE domain_event');
  for (const delivery of drawn) {
    await shop.tell(
      delivery.map(({ message, status, at, echoed }): Told => {
        const id = ids[message];
        return {
          id: id ? wamid(id) : 'w-stranger',
          ...{ status, at, callback: echoed ? id : undefined },
          code: status === 'failed' ? 131_049 : undefined,
        };
      }),
    );
  }
  await read();
  return trace(ids);
}

async function oneByOne(): Promise<void> {
  const { reading } = reader;
  for (const receipt of await reading.stores.receipts.claim(
    'statuses',
    minutes(60),
    minutes(61),
    99,
  )) {
    await reading.transact((stores) =>
      processReceipt(
        {
          receipt,
          normalized: reading.normalize(receipt),
          align: (at) => at,
          now: minutes(60),
          newId,
        },
        { ...stores, faults: reading.faults },
      ),
    );
  }
}

describe('a batch of statuses', () => {
  test('leaves behind what the same receipts leave one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async (drawn) => {
        expect(await tell(drawn, () => readStatuses(reader.reading))).toEqual(
          await tell(drawn, oneByOne),
        );
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test('of hundreds of receipts is written with as many statements as one of a few', async () => {
    const ids: MessageId[] = [];
    for (let n = 0; n < 60; n += 1) ids.push(await shop.sent());
    const count = async (several: readonly MessageId[]): Promise<number> => {
      for (const id of several) await shop.tell([{ id: wamid(id), status: 'read', at: 1 }]);
      let statements = 0;
      const counting = {
        ...reader.reading,
        transact: <Result>(work: (stores: typeof rig.stores) => Promise<Result>) =>
          reader.database.transaction((sql) =>
            work(
              createStores(
                { query: (text, values) => ((statements += 1), sql.query(text, values)) },
                cipher,
              ),
            ),
          ),
      };
      await readStatuses(counting);
      return statements;
    };
    const few = await count(ids.slice(0, 2));
    expect(await count(ids.slice(2))).toBe(few);
    expect(await rows(`SELECT count(*)::int AS n FROM message WHERE state = 'read'`)).toEqual([
      { n: 60 },
    ]);
  });

  test('that fails is done one by one: a receipt that can’t be applied holds back no other', async () => {
    const [first, second] = [await shop.sent(), await shop.sent()];
    await shop.tell([{ id: wamid(first), status: 'delivered', at: 1 }]);
    await shop.tell([{ id: 'spoilt', status: 'delivered', at: 1 }]);
    await shop.tell([{ id: wamid(second), status: 'read', at: 2 }]);
    expect(await readStatuses({ ...reader.reading, normalize: spoiling })).toBe(3);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['delivered', 'read']);
    expect(await receiptStates()).toEqual([
      { state: 'processed', reason: null },
      { state: 'received', reason: 'the database refused it (22021)' },
      { state: 'processed', reason: null },
    ]);
  });

  test('reads around what is not JSON, and around deliveries that tell of more than statuses', async () => {
    const id = await shop.sent();
    const odd = { source: 'whatsapp', topic: 'statuses' } as const;
    await rig.stores.receipts.record(receiptOf(null, { ...odd, body: Buffer.from('{') }));
    await shop.tell([{ id: wamid(id), status: 'read', at: 1 }]);
    expect(await readStatuses(reader.reading)).toBe(2);
    expect((await receiptStates()).map(({ state }) => state)).toEqual(['unreadable', 'processed']);
    expect(await stateOf(id)).toBe('read');
  });

  test('is applied once by two processes that read at the same time, with no deadlock', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => shop.sent()));
    for (const order of [ids, [...ids].reverse(), ids]) {
      for (const id of order) {
        await shop.tell([
          { id: wamid(id), status: 'delivered', at: 1 },
          { id: wamid(ids[0] ?? id), status: 'read', at: 2 },
        ]);
      }
    }
    const others = [openReader(rig.url), openReader(rig.url)];
    await Promise.all(
      [reader, ...others].map(async ({ reading }) => {
        while ((await readStatuses(reading)) > 0);
      }),
    );
    await Promise.all(others.map((other) => other.close()));
    const states = await receiptStates();
    expect(states.filter(({ state }) => state === 'received')).toEqual([]);
    expect(await rows('SELECT max(attempts) AS most FROM receipt')).toEqual([{ most: 1 }]);
    expect(await rows(`SELECT count(*)::int AS n FROM message_status WHERE moved`)).toEqual([
      { n: 41 },
    ]);
  });
});

describe('a user id that a status names', () => {
  test('is learned once a person, and makes two records of one person one', async () => {
    const { stores } = rig;
    const { shopId } = shop.channel;
    const id = await shop.sent();
    const before = await stores.messages.byId(shopId, id);
    const phone = { kind: 'phone' as const, value: '+393471234567' };
    const user = { kind: 'whatsapp_user' as const, value: 'IT.1' };
    await stores.customers.moveIdentities(shopId, [phone], before?.customerId as CustomerId);
    await stores.customers.save(customerOf(shopId, { identities: [user] }));
    await shop.tell([
      { id: wamid(id), status: 'delivered', at: 1, userId: 'IT.1' },
      { id: wamid(id), status: 'read', at: 2, userId: 'IT.1' },
    ]);
    await readStatuses(reader.reading);
    const people = await stores.customers.withAny(shopId, [user, phone]);
    expect(people).toHaveLength(1);
    expect(people[0]?.identities).toEqual(expect.arrayContaining([user, phone]));
  });
});
