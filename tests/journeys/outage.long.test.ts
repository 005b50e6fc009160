import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWork } from '../../workers/main';
import type { RunningWork } from '../../workers/main';
import { checkoutPayload, orderPayload } from '../support/outside';
import { arrived, DAY, leave, openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
let work: RunningWork;
beforeAll(async () => {
  stage = await openStage({ hasWorkers: false });
  work = await startWork(stage.rehearsal.services);
});
afterAll(async () => {
  await work.stop();
  await stage.rehearsal.close();
});

const HOUR = 60;
const ROME_OFFSET = '+01:00';

/** Moves on to the next time that Rome's clocks show this (winter time holds for days around). */
async function untilRome(hour: string): Promise<void> {
  const now = await stage.world.now();
  const day = new Date(now.getTime() + HOUR * 60_000).toISOString().slice(0, 10);
  let at = new Date(`${day}T${hour}:00${ROME_OFFSET}`);
  while (at <= now) at = new Date(at.getTime() + DAY * 60_000);
  await stage.world.advance(Math.ceil((at.getTime() - now.getTime()) / 60_000));
}

/** Everything dies; time goes on, and nobody does anything. */
async function goDown(hours: number): Promise<void> {
  const { services } = stage.rehearsal;
  await work.stop();
  services.work.drain = () => Promise.resolve();
  const now = services.clock.now();
  services.rehearsal?.moveTo(new Date(now.getTime() + hours * 3_600_000));
}
/** Within half an hour all that was waited for (receipts, Meta's next try) is over. */
async function comeBack(): Promise<void> {
  work = await startWork(stage.rehearsal.services);
  await stage.world.advance(30);
}

const phonesOf = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `+3934${prefix}${String(n + 11).padStart(5, '0')}`);
const leaveAll = async (phones: readonly string[]): Promise<void> => {
  for (const phone of phones) await leave(stage, `cart${phone}`, phone);
};
const sendsTo = async (phones: readonly string[]): Promise<readonly number[]> =>
  Promise.all(
    phones.map(async (phone) => {
      const requests = await arrived(stage, phone);
      return requests.filter(({ status }) => status === 200).length;
    }),
  );
const each = (phones: readonly string[], count: number) => phones.map(() => count);
const firstSteps = async (phones: readonly string[]) =>
  Promise.all(phones.map(async (phone) => (await stage.book.stepsOf(`cart${phone}`))[0]));

/** Shopify's later tries of a delivery that found nobody: the same ids, more than once. */
async function redeliver(topic: string, payload: unknown, id: string): Promise<void> {
  const triggeredAt = (await stage.world.now()).toISOString();
  for (let copy = 0; copy < 2; copy += 1) {
    const answer = await stage.world.shopifyWebhook(topic, payload, {
      'x-shopify-event-id': id,
      'x-shopify-webhook-id': id,
      'x-shopify-triggered-at': triggeredAt,
    });
    expect(answer.status).toBe(200);
  }
}

test('after 48 hours down nothing is lost, nothing comes late, and what still helps is sent once', async () => {
  const { world, book } = stage;
  const [held = ''] = phonesOf('10', 1);
  const late = phonesOf('20', 5);
  const timely = phonesOf('30', 12);
  const bought = phonesOf('40', 3);
  const [missed = ''] = phonesOf('50', 1);
  await untilRome('10:30');
  await leave(stage, `cart${held}`, held);
  await untilRome('09:30');
  await leaveAll(late);
  // Its message is written at 11:30, and Meta does not take it: it waits for another try.
  await world.faults('whatsapp', '131000', 4);
  await untilRome('11:31');
  await leaveAll([...timely, ...bought]);
  // A rehearsal's clock that jumps would misread the stamps of what was not read before.
  await world.advance(0);
  expect((await book.messagesTo(held))[0]).toMatchObject({ state: 'queued' });

  await goDown(48);
  const now = await world.now();
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  for (const [index, phone] of bought.entries()) {
    const order = { id: 7_000 + index, token: `cart${phone}`, phone, at: hoursAgo(3) };
    await redeliver('orders/create', orderPayload(order), `bought-${phone}`);
  }
  const checkout = { token: `cart${missed}`, phone: missed, at: hoursAgo(3) };
  await redeliver('checkouts/create', checkoutPayload(checkout), `missed-${missed}`);
  await comeBack();

  // Left at 9:30, due at 10:30 a day later, worth sending until 10:30 of this day.
  expect(await firstSteps(late)).toEqual(
    late.map(() => ({ state: 'skipped', reason: 'too_late' })),
  );
  expect(await sendsTo(late)).toEqual(each(late, 0));
  expect((await book.messagesTo(held))[0]).toMatchObject({
    state: 'cancelled',
    failure_code: 'too_late',
  });
  // Found abandoned only now; the reminder counts from when the cart was left.
  expect(await sendsTo(timely)).toEqual(each(timely, 1));
  expect(await sendsTo(bought)).toEqual(each(bought, 0));
  for (const phone of bought) expect((await book.cart(`cart${phone}`))?.state).toBe('ordered');

  await world.advance(3 * DAY);
  // Italian law lets the first reminder go without a consent, and no other: nobody gets a second.
  expect(await sendsTo(late)).toEqual(each(late, 0));
  expect(await sendsTo(timely)).toEqual(each(timely, 1));
  expect(await sendsTo(bought)).toEqual(each(bought, 0));
  expect((await sendsTo([missed]))[0]).toBeGreaterThan(0);
  // A step that waited for unread receipts is decided a little later.
  const unexplained = async () => {
    await world.advance(1);
    return book.rows(
      `SELECT id, state, due_at::text FROM recovery_step WHERE state <> 'queued' AND reason IS NULL
       UNION ALL SELECT id, state, null FROM message WHERE state = 'cancelled' AND failure_code IS NULL`,
    );
  };
  await expect.poll(unexplained).toEqual([]);
});

test('what is still useful when the outage ends at night waits for the morning', async () => {
  const { world } = stage;
  const phones = phonesOf('60', 12);
  await untilRome('16:30');
  await leaveAll(phones);
  await untilRome('18:00');
  await goDown(30);
  await comeBack();
  const midnight = await world.now();
  expect(await sendsTo(phones)).toEqual(each(phones, 0));
  await untilRome('08:55');
  expect(await sendsTo(phones)).toEqual(each(phones, 0));
  await untilRome('09:05');
  expect(await sendsTo(phones)).toEqual(each(phones, 1));
  expect((await world.now()).getTime() - midnight.getTime()).toBeGreaterThan(8 * 3_600_000);
});
