import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventStore } from '#adapters/postgres/event-store';
import type { DomainEvent } from '#core/events/index';
import type { CustomerId, MessageId } from '#core/kernel/ids';
import type { Reacting } from '../../../workers/sweeps/react-to-events';
import { reactToEvents } from '../../../workers/sweeps/react-to-events';
import { minutes, NOW, openRig, seedShop, shopOf } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';
import { openReader } from './reading-rig';

let rig: Rig;
let reader: ReturnType<typeof openReader>;
const jobs: string[] = [];
const { id: shopId } = shopOf('reacting');
beforeAll(async () => {
  rig = await openRig(8);
  reader = openReader(rig.url);
  await seedShop(rig.stores, 'reacting');
});
afterAll(async () => {
  await reader.close();
  await rig.end();
});
beforeEach(async () => {
  jobs.length = 0;
  await rig.database.sql.query('TRUNCATE domain_event');
});

/** A process that reacts; its queue refuses what it is told to refuse. */
const reacting = (refused = ''): Reacting => ({
  ...reader.reading,
  nesting: reader.nesting,
  queue: {
    enqueue: (_name: string, { customerId }: { customerId: string }) => {
      if (customerId === refused) return Promise.reject(new Error('the queue is away'));
      jobs.push(customerId);
      return Promise.resolve();
    },
  } as unknown as Reacting['queue'],
});

const granted = (id: string): DomainEvent => ({
  ...{ type: 'consent.granted', shopId, subjectId: id, occurredAt: NOW },
  payload: { customerId: id as CustomerId, source: 'whatsapp_keyword' },
});
const waiting = () =>
  rig.database.sql.query(
    'SELECT subject_id, attempts FROM domain_event WHERE dispatched_at IS NULL ORDER BY id',
  );

describe('reacting to events', () => {
  test('takes many in one transaction; one that fails is tried later and holds back no other', async () => {
    await rig.stores.events.append(...['a', 'b', 'c'].map(granted));
    expect(await reactToEvents(reacting('b'))).toBe(3);
    expect(jobs).toEqual(['a', 'c']);
    expect(await waiting()).toEqual([{ subject_id: 'b', attempts: 1 }]);
    expect(await rig.stores.events.nextRetryAt()).toEqual(new Date(minutes(60).getTime() + 1_000));
    expect(await reactToEvents(reacting())).toBe(0);
  });

  test('undoes what a failed reaction has written, and nothing else', async () => {
    await rig.stores.events.append(granted('a'), granted('b'));
    const failing: Reacting = {
      ...reacting(),
      nesting: (outer) =>
        reader.nesting((own, together) =>
          outer(own, (works) =>
            together(
              works.map((work) => async (stores) => {
                const result = await work(stores);
                if (jobs.at(-1) !== 'b') return result;
                await stores.events.append(granted('of b'));
                throw new Error('late');
              }),
            ),
          ),
        ),
    };
    await reactToEvents(failing);
    expect(await waiting()).toEqual([{ subject_id: 'b', attempts: 1 }]);
  });

  test('of one shop keeps the order of the log, also between two processes', async () => {
    await rig.stores.events.append(...['a', 'b'].map(granted));
    await rig.database.transaction(async (sql) => {
      const theirs = await eventStore(sql).claimUndispatched(NOW, 1);
      expect(theirs.map(({ event }) => event.subjectId)).toEqual(['a']);
      await rig.stores.events.append(granted('c'));
      expect(await reactToEvents(reacting())).toBe(0);
    });
    expect(await reactToEvents(reacting())).toBe(3);
    expect(jobs).toEqual(['a', 'b', 'c']);
  });

  test('is not asked about events that nothing follows from, and they are counted once', async () => {
    const { transact } = reader.reading;
    await transact(({ events }) =>
      events.append({
        ...{ type: 'message.status', shopId, subjectId: 'a', occurredAt: NOW },
        payload: { messageId: 'a' as MessageId, state: 'read', code: null },
      }),
    );
    expect(await rig.stores.events.hasUndispatched(minutes(60))).toBe(false);
    const [row] = await rig.database.sql.query('SELECT dispatched_at FROM domain_event');
    expect(row).toEqual({ dispatched_at: NOW });
    const { text } = await reader.reading.metrics.render();
    expect(text).toContain('ripresa_messages_total{state="read"} 1');
  });
});
