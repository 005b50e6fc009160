import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWhatsAppCloud,
  type WhatsAppCloud,
} from '#adapters/messaging/whatsapp-cloud/client.server';
import { ownSlots } from '#adapters/messaging/whatsapp-cloud/own-slots';
import type { MessageId } from '#core/kernel/ids';
import type { SendingAccess, SlotRequest } from '#core/messaging/index';
import { access, accepted, startGraph, type GraphServer } from './whatsapp-graph';

const always = (): boolean => true;

let graph: GraphServer;
let client: WhatsAppCloud;
let slotsTaken: SlotRequest[];
/** Calls that the vendor holds, in their order. */
let underWay: { readonly name: string; readonly answer: () => void }[];

beforeEach(async () => {
  graph = await startGraph();
  underWay = [];
  slotsTaken = [];
  graph.answerWith((response, seen) => {
    const { biz_opaque_callback_data: name } = JSON.parse(seen.body.toString()) as {
      biz_opaque_callback_data: string;
    };
    underWay.push({ name, answer: () => accepted(response, seen) });
  });
  const slots = ownSlots(() => performance.now());
  client = createWhatsAppCloud({
    baseUrl: graph.baseUrl,
    apiVersion: 'v26.0',
    now: () => new Date('2026-11-24T10:00:00Z'),
    connections: 1,
    slots: {
      ...slots,
      take: (asked) => {
        slotsTaken.push(asked);
        return slots.take(asked);
      },
    },
  });
});
afterEach(async () => {
  await graph.close();
  await client.close();
});

const send = (name: string, mayLeave: () => boolean, number: Partial<SendingAccess> = {}) =>
  client.send(
    { ...access, ...number },
    { kind: 'phone', phone: '+393471234567' },
    { kind: 'text', text: 'Ciao' },
    name as MessageId,
    mayLeave,
  );

async function seen(count: number): Promise<void> {
  await expect.poll(() => underWay.length).toBe(count);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Longer than a message may be late after its slot. */
const LONG_MS = 80;

/** Of a number whose slots are half a second and a little more apart. */
const SLOW: Partial<SendingAccess> = { phoneNumberId: 'slow', messagesPerSecond: 2 };
const APART_MS = 530;

/** One that sleeps until the next slot of its number, and another one that has the connection. */
async function oneSleeps() {
  const first = send('first', always, SLOW);
  await seen(1);
  underWay[0]?.answer();
  await first;
  const sleeping = send('sleeping', always, SLOW);
  const other = send('other', always);
  await seen(2);
  expect(underWay[1]?.name).toBe('other');
  return { sleeping, other };
}

describe('a message that waits for a connection', () => {
  it('stays here when it may not go any more once one is free', async () => {
    let mayLeave = true;
    const first = send('first', always);
    await seen(1);
    const second = send('second', () => mayLeave);
    await pause(LONG_MS);
    mayLeave = false;
    underWay[0]?.answer();
    await expect(first).resolves.toMatchObject({ vendorId: 'wamid.1' });
    await expect(second).resolves.toBeNull();
    expect(underWay.map(({ name }) => name)).toEqual(['first']);
  });

  it('takes no slot of its number before one is free', async () => {
    const first = send('first', always);
    await seen(1);
    const second = send('second', always);
    await pause(LONG_MS);
    expect(slotsTaken).toHaveLength(1);

    underWay[0]?.answer();
    await first;
    await seen(2);
    underWay[1]?.answer();
    await expect(second).resolves.toMatchObject({ vendorId: 'wamid.1' });
    expect(slotsTaken).toHaveLength(2);
  });

  it('keeps none from others while it sleeps until its slot comes', async () => {
    const { sleeping, other } = await oneSleeps();
    underWay[1]?.answer();
    await other;
    await seen(3);
    underWay[2]?.answer();
    await expect(sleeping).resolves.toMatchObject({ vendorId: 'wamid.1' });
  });

  it('takes another turn of its number when it slept, and its own has passed by then', async () => {
    const { sleeping, other } = await oneSleeps();
    await pause(APART_MS + LONG_MS);
    const takenInVain = slotsTaken.length;
    underWay[1]?.answer();
    await other;
    await seen(3);
    underWay[2]?.answer();
    await expect(sleeping).resolves.toMatchObject({ vendorId: 'wamid.1' });
    expect(slotsTaken.length).toBeGreaterThan(takenInVain);
    expect(underWay.map(({ name }) => name)).toEqual(['first', 'other', 'sleeping']);
  });

  it('leaves the connection to the next one when it stays here', async () => {
    const first = send('first', always);
    await seen(1);
    const [second, third] = [send('second', () => false), send('third', always)];
    underWay[0]?.answer();
    await first;
    await expect(second).resolves.toBeNull();
    await seen(2);
    underWay[1]?.answer();
    await expect(third).resolves.toMatchObject({ vendorId: 'wamid.1' });
    expect(graph.seen).toHaveLength(2);
  });

  it('closes no connection by staying here: others would wait for a new one', async () => {
    const first = send('first', always);
    await seen(1);
    const staying = Array.from({ length: 5 }, () => send('staying', () => false));
    underWay[0]?.answer();
    await first;
    await expect(Promise.all(staying)).resolves.toEqual(Array(5).fill(null));
    const last = send('last', always);
    await seen(2);
    underWay[1]?.answer();
    await last;
    expect(graph.connections()).toBe(1);
  });
});
