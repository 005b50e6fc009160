import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger, sentTo } from '../support/ledger';
import { checkoutPayload, outside } from '../support/outside';
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

/** A shopper leaves a cart; answers the number of requests that reached WhatsApp before. */
async function leave(token: string, phone: string, more: object = {}): Promise<void> {
  const at = await world.now();
  const answer = await world.shopifyWebhook(
    'checkouts/create',
    checkoutPayload({ token, phone, at, ...more }),
  );
  expect(answer.status).toBe(200);
}

const arrived = async (phone: string) => sentTo(await world.messages(), phone);

describe('a message goes out once', () => {
  test('a webhook told three times makes one reminder', async () => {
    const at = await world.now();
    const payload = checkoutPayload({ token: 'dup', phone: '+393470000001', at });
    const ids = { 'x-shopify-event-id': 'event-dup', 'x-shopify-webhook-id': 'delivery-dup' };
    for (const _time of [1, 2, 3]) {
      expect((await world.shopifyWebhook('checkouts/create', payload, ids)).status).toBe(200);
    }
    await world.shopifyWebhook('checkouts/update', payload);
    await world.advance(2 * DAY);
    expect(await arrived('+393470000001')).toHaveLength(1);
    expect(
      await book.rows(`SELECT 1 FROM receipt WHERE external_id LIKE '%event-dup%'`),
    ).toHaveLength(1);
  });

  test('a lost queue loses no message and doubles none', async () => {
    await leave('queue', '+393470000002');
    await rehearsal.services.queue.clear();
    await world.advance(2 * DAY);
    await rehearsal.services.queue.clear();
    await world.advance(DAY);
    expect(await arrived('+393470000002')).toHaveLength(1);
  });
});

describe('an outcome that nobody knows', () => {
  test('is settled by WhatsApp’s status when only the answer was lost, and is not sent again', async () => {
    await world.faults('whatsapp', 'timeout-after');
    await leave('lost-answer', '+393470000003');
    await world.advance(2 * DAY);
    expect(await arrived('+393470000003')).toHaveLength(1);
    const [message] = await book.messagesTo('+393470000003');
    expect(['delivered', 'read']).toContain(message?.state);
  });

  test('becomes a failure with its reason when no status ever comes', async () => {
    await world.faults('whatsapp', 'timeout-before');
    await leave('never-answered', '+393470000004');
    await world.advance(DAY + 90);
    const [waiting] = await book.messagesTo('+393470000004');
    expect(waiting?.state).toBe('unknown');
    await world.advance(2 * DAY);
    const messages = await book.messagesTo('+393470000004');
    expect(messages[0]).toMatchObject({ state: 'failed' });
    expect((await arrived('+393470000004')).length).toBeLessThanOrEqual(1);
  });
});

describe('a number that is not on WhatsApp', () => {
  test('shows the failure, and a late success changes nothing', async () => {
    await world.faults('whatsapp', 'status-failed:131026');
    await leave('unreachable', '+393470000005');
    await world.advance(2 * DAY);
    const [message] = await book.messagesTo('+393470000005');
    expect(message).toMatchObject({ state: 'failed', failure_code: '131026' });
    const { title, advice } = rehearsal.services.faults.explain('131026');
    expect(`${title} ${advice}`).toMatch(/WhatsApp/);
    const [recovery] = await book.recoveriesOf('unreachable');
    expect(recovery).toMatchObject({ state: 'stopped', reason: 'not_on_whatsapp' });
  });
});

describe('WhatsApp refuses for a while', () => {
  test('a server error is tried again until it is taken, and goes out once', async () => {
    await world.faults('whatsapp', '131000', 2);
    await leave('retry', '+393470000006');
    await world.advance(2 * DAY);
    const taken = (await arrived('+393470000006')).filter(({ status }) => status === 200);
    expect(taken).toHaveLength(1);
    const [message] = await book.messagesTo('+393470000006');
    expect(message?.attempts).toBe(3);
  });

  test('a template that WhatsApp switched off stops the sequence with a reason', async () => {
    await world.call('POST', 'whatsapp/templates', { name: 'cart_reminder', status: 'DISABLED' });
    await world.advance(0);
    await leave('paused', '+393470000007');
    await world.advance(2 * DAY);
    expect(await arrived('+393470000007')).toHaveLength(0);
    const reasons = (await book.recoveriesOf('paused')).map(({ reason }) => reason);
    expect(reasons).toEqual(['template_paused']);
    await world.call('POST', 'whatsapp/templates', { name: 'cart_reminder', status: 'APPROVED' });
    await world.advance(0);
    await leave('paused-after', '+393470000010');
    await world.advance(2 * DAY);
    expect(await arrived('+393470000010')).toHaveLength(1);
  });
});

describe('a picture above quick replies', () => {
  test('fits the approved template, and WhatsApp takes it', async () => {
    await leave('picture', '+393470000008');
    await world.advance(2 * DAY);
    const [request] = await arrived('+393470000008');
    expect(request?.status).toBe(200);
    const { components } = request?.body.template as {
      components: { type: string; sub_type?: string }[];
    };
    expect(components.map(({ type, sub_type: kind }) => kind ?? type)).toEqual([
      'header',
      'body',
      'url',
      'quick_reply',
    ]);
  });

  test('is not sent when a merge field has no value', async () => {
    await book.rows(
      `UPDATE template SET content = jsonb_set(content, '{fields}',
         '["discount_code", "first_item", "shop_name"]') WHERE name = 'cart_reminder'`,
    );
    await leave('no-code', '+393470000009');
    await world.advance(2 * DAY);
    expect(await arrived('+393470000009')).toHaveLength(0);
    expect((await book.stepsOf('no-code'))[0]?.reason).toBe('not_renderable');
  });
});

test('whatever was not sent has a reason that a merchant can read', async () => {
  const silent = await book.rows(
    `SELECT 1 FROM recovery_step WHERE state IN ('skipped', 'cancelled') AND reason IS NULL
     UNION ALL SELECT 1 FROM recovery WHERE state IN ('declined', 'stopped') AND reason IS NULL
     UNION ALL SELECT 1 FROM message WHERE state IN ('failed', 'cancelled') AND failure_code IS NULL`,
  );
  expect(silent).toEqual([]);
});
