import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../app/boot/chance';
import { shopperTimeline } from '../../app/queries/shopper-timeline';
import type { CustomerId, MessageId } from '../../app/core/kernel/ids';
import type { OutboundMessage, TemplateBody } from '../../app/core/messaging/index';
import { arrived, DAY, leave, openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
/** A reminder of the demo store as its own recovery wrote it. */
let pattern: OutboundMessage;
const PEOPLE = 254;

beforeAll(async () => {
  stage = await openStage();
  await leave(stage, 'pattern', '+393470009999');
  await stage.world.advance(2 * DAY);
  const { stores } = stage.rehearsal.services;
  const [row] = await stage.book.messagesTo('+393470009999');
  const found = row && (await stores.messages.byId((await stage.shop()).id, row.id as MessageId));
  if (!found) throw new Error('the demo store sent no reminder');
  pattern = found;
  // Its place among the people of the day is free again.
  await stage.world.advance(2 * DAY);
});
afterAll(() => stage.rehearsal.close());

const number = (change: object) => stage.world.call('POST', 'whatsapp/number', change);
const now = () => stage.world.now();

async function person(phone: string): Promise<CustomerId> {
  const { stores } = stage.rehearsal.services;
  const id: CustomerId = newId();
  const { id: shopId } = await stage.shop();
  const names = { displayName: null, firstName: null, locale: 'it', countryCode: 'IT' };
  const identities = [{ kind: 'phone' as const, value: phone }];
  await stores.customers.save({ id, shopId, ...names, identities });
  return id;
}

/** Queues a reminder as the product does, without the cart that leads to it. */
async function remind(phone: string, customerId: CustomerId): Promise<MessageId> {
  const { stores } = stage.rehearsal.services;
  const id: MessageId = newId();
  const to = { kind: 'phone' as const, phone };
  const fresh = { conversationId: null, recoveryId: null, stepId: null, linkToken: null };
  const body: TemplateBody = pattern.body as TemplateBody;
  const createdAt = await now();
  await stores.messages.enqueue({
    ...pattern,
    ...fresh,
    id,
    key: id,
    to,
    body,
    customerId,
    createdAt,
  });
  return id;
}

/** What WhatsApp answered to templates, by status. */
async function answers(since: Date): Promise<{ people: Set<unknown>; refused: number }> {
  const sent = (await stage.world.messages()).filter(
    ({ at, body }) => body.type === 'template' && new Date(at) >= since,
  );
  return {
    people: new Set(sent.filter(({ status }) => status === 200).map(({ body }) => body.to)),
    refused: sent.filter(({ status }) => status !== 200).length,
  };
}

describe('with a limit of 250 people a day', () => {
  test('nobody gets a 251st first message, nothing is refused, and the rest go a day later', async () => {
    await number({ tier: 'TIER_250' });
    await stage.world.advance(0);
    const start = await now();
    for (let count = 0; count < PEOPLE; count += 1) {
      const phone = `+39347100${1_000 + count}`;
      await remind(phone, await person(phone));
    }
    await stage.world.advance(60);
    const today = await answers(start);
    expect([today.people.size, today.refused]).toEqual([250, 0]);
    const waiting = await stage.book.rows<{ customer_id: CustomerId }>(
      `SELECT customer_id FROM message WHERE state = 'queued' AND wait_reason = 'daily_limit'`,
    );
    expect(waiting).toHaveLength(PEOPLE - 250);
    const held = waiting[0]?.customer_id ?? ('' as CustomerId);
    const words = {
      money: () => '',
      dateTime: (at: Date) => at.toISOString(),
      explainFault: stage.rehearsal.services.faults.explain,
    };
    const { sql } = stage.rehearsal.services.database;
    const told = await shopperTimeline((await stage.shop()).id, sql, {
      customerId: held,
      softOptIn: false,
      words,
    });
    expect(told.entries[0]?.title).toMatch(/waits until/);
    expect(told.entries[0]?.detail).toMatch(/daily limit of 250 people is used up/);
    await stage.world.advance(DAY);
    const later = await answers(start);
    expect([later.people.size, later.refused]).toEqual([PEOPLE, 0]);
  });

  test('a number that is rated low sends no reminder until it is rated better', async () => {
    await number({ tier: 'TIER_UNLIMITED', quality: 'RED' });
    await stage.world.advance(0);
    await leave(stage, 'low', '+393470008888');
    await stage.world.advance(DAY + 120);
    expect(await arrived(stage, '+393470008888')).toHaveLength(0);
    await number({ quality: 'GREEN' });
    // Past the shopper's night, whenever the test runs.
    await stage.world.advance(14 * 60);
    expect(await arrived(stage, '+393470008888')).toHaveLength(1);
  });

  test('two messages to one person never come within six seconds', async () => {
    await number({ pairSeconds: 6 });
    const phone = '+393470007777';
    const customerId = await person(phone);
    for (let count = 0; count < 4; count += 1) await remind(phone, customerId);
    await stage.world.advance(5);
    const sent = await arrived(stage, phone);
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});
