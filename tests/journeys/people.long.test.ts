import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger, sentTo } from '../support/ledger';
import { LINE, checkoutPayload, orderPayload, outside } from '../support/outside';
import type { Outside } from '../support/outside';
import { startRehearsal } from '../support/rehearsal';
import type { Rehearsal } from '../support/rehearsal';

const DAY = 24 * 60;
let rehearsal: Rehearsal;
let world: Outside;
let book: ReturnType<typeof ledger>;

beforeAll(async () => {
  rehearsal = await startRehearsal();
  world = outside(rehearsal);
  book = ledger(rehearsal);
});
afterAll(() => rehearsal.close());

async function leave(token: string, more: object): Promise<void> {
  const at = await world.now();
  await world.shopifyWebhook('checkouts/create', checkoutPayload({ token, at, ...more }));
}

const arrived = async (phone: string) => sentTo(await world.messages(), phone);

async function buy(id: number, parts: object): Promise<void> {
  const at = await world.now();
  const order = orderPayload({ id, token: null, at, ...parts });
  await world.shopifyWebhook('orders/create', order);
  await world.advance(0);
}

describe('one person', () => {
  test('a phone alone is enough, and a phone with its country code doubled is the same one', async () => {
    await leave('plain', { phone: '347 111 1111' });
    await leave('doubled', { phone: '+39 0039 347 111 1111' });
    await world.advance(0);
    const [plain, doubled] = [await book.cart('plain'), await book.cart('doubled')];
    expect(plain).toMatchObject({ phone: '+393471111111', phone_problem: null });
    expect(doubled?.customer_id).toBe(plain?.customer_id);
  });

  test('many checkout tokens of one person make one recovery and one reminder', async () => {
    for (const token of ['many-1', 'many-2', 'many-3']) {
      await leave(token, { phone: '+393472222222' });
    }
    await world.advance(2 * DAY);
    expect(await arrived('+393472222222')).toHaveLength(1);
    const ids = new Set<string>();
    for (const token of ['many-1', 'many-2', 'many-3']) {
      for (const { id } of await book.recoveriesOf(token)) ids.add(id);
    }
    expect(ids.size).toBe(1);
  });

  test('a Brazilian number with and without the ninth digit is one person', async () => {
    await world.settings({ consentOverrides: { BR: 'none_needed_service' } });
    await leave('ninth', { phone: '+55 11 96123-4567' });
    await world.advance(2 * DAY);
    expect(await arrived('+5511961234567')).toHaveLength(1);
    await leave('no-ninth', { phone: '+55 11 6123-4567' });
    await world.advance(0);
    const [with9, without9] = [await book.cart('ninth'), await book.cart('no-ninth')];
    expect(without9?.customer_id).toBe(with9?.customer_id);
  });

  test('somebody without a phone number is a conversation of their own', async () => {
    await world.reply('+393470009999', { text: 'Do you ship to Malta?', hideNumber: true });
    await world.advance(0);
    const rows = await book.rows<{ unread: number }>(
      `SELECT conversation.unread_count AS unread FROM conversation
       JOIN customer_identity known ON known.customer_id = conversation.customer_id
       WHERE known.kind = 'whatsapp_user' AND NOT EXISTS (
         SELECT FROM customer_identity other
         WHERE other.customer_id = known.customer_id AND other.kind = 'phone')`,
    );
    expect(rows).toEqual([{ unread: 1 }]);
  });
});

describe('a purchase stops the sequence', () => {
  test('when the very checkout is bought', async () => {
    await leave('same', { phone: '+393473333331' });
    await world.advance(2 * 60);
    await buy(701, { token: 'same' });
    await world.advance(4 * DAY);
    expect(await arrived('+393473333331')).toHaveLength(0);
    expect((await book.recoveriesOf('same'))[0]).toMatchObject({
      state: 'stopped',
      reason: 'purchased',
    });
  });

  test('when it was made on another device with the same phone', async () => {
    await leave('device-phone', { phone: '+393473333332' });
    await world.advance(2 * 60);
    await buy(702, { token: 'other-device', phone: '+39 347 333 3332' });
    await world.advance(4 * DAY);
    expect(await arrived('+393473333332')).toHaveLength(0);
  });

  test('when it was made on another device with the same e-mail only', async () => {
    await leave('device-mail', { phone: '+393473333333', email: 'Giulia@Example.com' });
    await world.advance(2 * 60);
    await buy(703, { token: null, email: 'giulia@example.com' });
    await world.advance(4 * DAY);
    expect(await arrived('+393473333333')).toHaveLength(0);
  });

  test('before the second reminder, after the first', async () => {
    await world.settings({ consentOverrides: { IT: 'none_needed_service' } });
    await leave('between', { phone: '+393473333334' });
    await world.advance(2 * DAY);
    expect(await arrived('+393473333334')).toHaveLength(1);
    await buy(704, { token: 'between' });
    await world.advance(4 * DAY);
    expect(await arrived('+393473333334')).toHaveLength(1);
    await world.settings({ consentOverrides: {} });
  });

  test('also when it will be paid in cash at the door', async () => {
    await leave('cash', { phone: '+393473333335' });
    await world.advance(2 * 60);
    await buy(705, { token: 'cash', status: 'pending' });
    await world.advance(4 * DAY);
    expect(await arrived('+393473333335')).toHaveLength(0);
  });

  test('and a cart that was bought is abandoned no more', async () => {
    expect((await book.cart('same'))?.state).toBe('ordered');
    await leave('same', { phone: '+393473333331', items: [LINE, LINE] });
    await world.advance(2 * DAY);
    expect((await book.cart('same'))?.state).toBe('ordered');
  });
});

describe('a word from the shopper', () => {
  test('“basta messaggi” stops everything, also later carts', async () => {
    await leave('stop-1', { phone: '+393474444441' });
    await world.advance(2 * DAY);
    await world.reply('+393474444441', { text: 'Basta messaggi, grazie!' });
    await world.advance(10 * DAY);
    await leave('stop-2', { phone: '+393474444441', acceptsMarketing: false });
    await world.advance(4 * DAY);
    expect(await arrived('+393474444441')).toHaveLength(1);
    expect((await book.recoveriesOf('stop-2'))[0]).toMatchObject({
      state: 'declined',
      reason: 'opted_out',
    });
  });

  test('“non-stop” is no wish to stop', async () => {
    await world.reply('+393474444442', { text: 'Siete aperti non-stop?' });
    await leave('non-stop', { phone: '+393474444442' });
    await world.advance(2 * DAY);
    expect(await arrived('+393474444442')).toHaveLength(1);
  });

  test('a question stops the reminders and is there to be answered', async () => {
    await world.settings({ consentOverrides: { IT: 'none_needed_service' } });
    await leave('question', { phone: '+393474444443' });
    await world.advance(2 * DAY);
    await world.reply('+393474444443', { button: 'Ask a question' });
    await world.advance(4 * DAY);
    expect(await arrived('+393474444443')).toHaveLength(1);
    expect((await book.recoveriesOf('question'))[0]?.reason).toBe('replied');
    await world.settings({ consentOverrides: {} });
  });

  test('a thumbs-up is no reply', async () => {
    await world.settings({ consentOverrides: { IT: 'none_needed_service' } });
    await leave('thumb', { phone: '+393474444444' });
    await world.advance(2 * DAY);
    await world.reply('+393474444444', { reaction: '👍' });
    await world.advance(4 * DAY);
    expect(await arrived('+393474444444')).toHaveLength(2);
    await world.settings({ consentOverrides: {} });
  });
});

describe('a series', () => {
  test('needs a consent in Italy, one genuine reminder does not', async () => {
    await leave('one', { phone: '+393475555551' });
    await leave('two', { phone: '+393475555552', acceptsMarketing: true });
    await world.advance(5 * DAY);
    expect(await arrived('+393475555551')).toHaveLength(1);
    expect((await book.stepsOf('one'))[1]).toMatchObject({
      state: 'skipped',
      reason: 'no_consent',
    });
    expect(await arrived('+393475555552')).toHaveLength(2);
  });

  test('a held-out person gets nothing and is written down as “would have sent”', async () => {
    await world.settings({ holdoutPercent: 50 });
    const phones = Array.from({ length: 12 }, (_, n) => `+3934766666${String(n).padStart(2, '0')}`);
    for (const [n, phone] of phones.entries()) await leave(`held-${n}`, { phone });
    await world.advance(2 * DAY);
    const heldOut = await book.rows<{ n: number }>(
      `SELECT count(*)::int AS n FROM recovery_step WHERE state = 'would_have_sent'`,
    );
    const sent = (await Promise.all(phones.map(arrived))).filter(({ length }) => length === 1);
    expect(heldOut[0]?.n).toBeGreaterThan(0);
    expect(sent.length + Number(heldOut[0]?.n)).toBe(phones.length);
    await world.settings({ holdoutPercent: 0 });
  });
});
