import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userIdOf } from '../../sandbox/meta/identity';
import { BUSINESS, seconds, whatsappParcel } from '../../sandbox/meta/webhooks';
import { SECRETS } from '../support/secrets';
import { DAY, leave, openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

/** Reminders to a phone or to the user id that WhatsApp names for it, in order. */
async function reminders(phone: string): Promise<number> {
  const digits = phone.slice(1);
  const addresses = [digits, phone, userIdOf(digits, 0)];
  const requests = await stage.world.messages();
  return requests.filter(({ body }) => addresses.includes(String(body.to ?? body.recipient)))
    .length;
}

/** A signed message from a number whose WhatsApp account was made anew. */
async function saysAnew(phone: string, text: string): Promise<void> {
  const from = phone.slice(1);
  const userId = `IT.${from}999`;
  const at = await stage.world.now();
  const message = { id: `wamid.${randomUUID()}`, timestamp: seconds(at), type: 'text' };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '1', phone_number_id: BUSINESS.phoneNumberId },
    contacts: [{ profile: { name: 'Ada' }, wa_id: from, user_id: userId }],
    messages: [{ ...message, from, from_user_id: userId, text: { body: text } }],
  };
  const { path, ...parcel } = whatsappParcel('messages', value, SECRETS.WHATSAPP_APP_SECRET, at);
  const answer = await fetch(`${stage.rehearsal.url}${path}`, { method: 'POST', ...parcel });
  expect(answer.status).toBe(200);
  await stage.world.advance(0);
}

describe('a number that writes under another WhatsApp user id than it was reached under', () => {
  const series = { buyer_accepts_marketing: true };

  test.each([
    ['STOP', 'opted_out', '+393487000001'],
    ['Avete anche la taglia M?', 'replied', '+393487000002'],
  ])('is obeyed: “%s” ends the series as %s', async (text, reason, phone) => {
    await leave(stage, phone, phone, series);
    await stage.world.advance(2 * DAY);
    expect(await reminders(phone)).toBe(1);
    await saysAnew(phone, text);
    await stage.world.advance(5 * DAY);
    expect(await reminders(phone)).toBe(1);
    expect((await stage.book.recoveriesOf(phone))[0]).toMatchObject({ state: 'stopped', reason });
  });

  test('gets nothing about later carts either, once it said STOP under any of them', async () => {
    const phone = '+393487000003';
    await leave(stage, 'before', phone, series);
    await stage.world.advance(2 * DAY);
    await stage.world.reply(phone, { text: 'STOP' });
    await saysAnew(phone, 'Ciao');
    await leave(stage, 'after', phone);
    await stage.world.advance(5 * DAY);
    expect(await reminders(phone)).toBe(1);
    expect((await stage.book.recoveriesOf('after'))[0]?.reason).toBe('opted_out');
  });

  test('says nothing for somebody else’s number', async () => {
    const [one, other] = ['+393487000004', '+393487000005'];
    await leave(stage, one, one, series);
    await leave(stage, other, other, series);
    await stage.world.advance(2 * DAY);
    await saysAnew(one, 'STOP');
    await stage.world.advance(5 * DAY);
    expect([await reminders(one), await reminders(other)]).toEqual([1, 2]);
  });
});
