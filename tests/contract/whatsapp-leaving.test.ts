import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWhatsAppCloud,
  type WhatsAppCloud,
} from '#adapters/messaging/whatsapp-cloud/client.server';
import { ownSlots } from '#adapters/messaging/whatsapp-cloud/own-slots';
import type { MessageId } from '#core/kernel/ids';
import type { SlotRequest } from '#core/messaging/index';
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

const send = (name: string, mayLeave: () => boolean) =>
  client.send(
    access,
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

describe('a message that waits for a connection', () => {
  it('asks whether it may go when one is free, and stays here when it may not', async () => {
    const asked: number[] = [];
    const first = send('first', always);
    await seen(1);
    const second = send('second', () => {
      asked.push(underWay.length);
      return false;
    });
    await pause(LONG_MS);
    expect(asked).toEqual([]);

    underWay[0]?.answer();
    await expect(first).resolves.toMatchObject({ vendorId: 'wamid.1' });
    await expect(second).resolves.toBeNull();
    expect(asked.length).toBeGreaterThan(0);
    expect(underWay.map(({ name }) => name)).toEqual(['first']);
  });

  it('takes another turn of its number when its own has passed by then', async () => {
    const first = send('first', always);
    await seen(1);
    const second = send('second', always);
    await pause(LONG_MS);
    const takenInVain = slotsTaken.length;

    underWay[0]?.answer();
    await first;
    await seen(2);
    underWay[1]?.answer();
    await expect(second).resolves.toMatchObject({ vendorId: 'wamid.1' });
    expect(slotsTaken.length).toBeGreaterThan(takenInVain);
    expect(underWay.map(({ name }) => name)).toEqual(['first', 'second']);
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
