import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventStore } from '#adapters/postgres/event-store';
import type { Receipt } from '#core/intake/index';
import { minutes, NOW, openRig, receiptOf, shopOf, type Rig } from './sample-rows';

let rig: Rig;
const shop = shopOf('intake');
beforeAll(async () => {
  rig = await openRig(8);
  await rig.stores.shops.save(shop);
});
afterAll(() => rig.end());
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE receipt, receipt_key, domain_event');
});

const close = (...receipts: readonly (Receipt | undefined)[]) =>
  rig.stores.receipts.close(
    receipts.flatMap((receipt) =>
      receipt ? [{ receipt, state: 'processed' as const, reason: null }] : [],
    ),
    NOW,
  );

describe('receipts', () => {
  test('a second delivery of one event is a repetition, also when both arrive together', async () => {
    const receipt = receiptOf(shop.id);
    const outcomes = await Promise.all([1, 2, 3].map(() => rig.stores.receipts.record(receipt)));
    expect(outcomes).toEqual(['recorded', 'repeated', 'repeated']);
    expect(await rig.stores.receipts.record(receipt)).toBe('repeated');
    const whatsapp = { ...receipt, source: 'whatsapp' as const };
    expect(await rig.stores.receipts.record(whatsapp)).toBe('recorded');
  });

  test('a rush is written with every body intact', async () => {
    const bodies = Array.from({ length: 700 }, (_, n) => Buffer.from(`\u0000\u00ff${n}`, 'latin1'));
    const receipts = bodies.map((body, n) => receiptOf(shop.id, { body, externalId: `rush-${n}` }));
    await Promise.all(receipts.map((receipt) => rig.stores.receipts.record(receipt)));
    const claimed = await rig.stores.receipts.claim('others', NOW, minutes(5), 1_000);
    expect(claimed).toHaveLength(700);
    for (const receipt of claimed) {
      const n = Number(receipt.externalId.slice('rush-'.length));
      expect(Buffer.compare(Buffer.from(receipt.body), bodies[n] ?? Buffer.alloc(0))).toBe(0);
    }
  });

  test('one receipt that cannot be written does not refuse its neighbours', async () => {
    const bad = receiptOf(shop.id, { topic: 'no\u0000text' });
    const [first, second, third] = await Promise.allSettled(
      [receiptOf(shop.id), bad, receiptOf(shop.id)].map((it) => rig.stores.receipts.record(it)),
    );
    expect(first).toEqual({ status: 'fulfilled', value: 'recorded' });
    expect(second?.status).toBe('rejected');
    expect(third).toEqual({ status: 'fulfilled', value: 'recorded' });
  });

  test('workers that claim at once get different receipts, oldest first', async () => {
    for (let n = 0; n < 40; n += 1) await rig.stores.receipts.record(receiptOf(shop.id));
    const claims = await Promise.all(
      [1, 2, 3, 4].map(() => rig.stores.receipts.claim('others', NOW, minutes(5), 10)),
    );
    const ids = claims.flat().map((receipt) => receipt.id);
    expect(ids).toHaveLength(40);
    expect(new Set(ids).size).toBe(40);
    for (const claim of claims) {
      const order = claim.map((receipt) => Number(receipt.id));
      expect(order).toEqual([...order].sort((left, right) => left - right));
    }
    expect(await rig.stores.receipts.claim('others', NOW, minutes(5), 10)).toEqual([]);
  });

  test('a claimed receipt comes back after its lease, and fails for good after five tries', async () => {
    await rig.stores.receipts.record(receiptOf(shop.id));
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const [receipt] = await rig.stores.receipts.claim(
        'others',
        minutes(10 * attempt),
        minutes(11 * attempt),
        5,
      );
      expect(receipt?.attempts).toBe(attempt);
      expect(await rig.stores.receipts.hasUnread(shop.id)).toBe(true);
      if (receipt) {
        await rig.stores.receipts.retry(receipt, 'boom', minutes(10 * attempt + 5));
      }
    }
    expect(await rig.stores.receipts.claim('others', minutes(999), minutes(1_000), 5)).toEqual([]);
    expect(await rig.stores.receipts.hasUnread(shop.id)).toBe(false);
    const rows = await rig.database.sql.query('SELECT state, reason FROM receipt');
    expect(rows).toEqual([{ state: 'failed', reason: 'boom' }]);
  });

  test('a list that is being read counts as unread, each for itself, until it is let go or its reader died', async () => {
    const { holdForList, letGoOfList, hasUnread } = rig.stores.receipts;
    const other = shopOf('other');
    await rig.stores.shops.save(other);
    await holdForList(shop.id, 'first', 60_000);
    await holdForList(shop.id, 'second', 60_000);
    await letGoOfList(shop.id, 'first');
    expect(await hasUnread(shop.id)).toBe(true);
    expect(await hasUnread(other.id)).toBe(false);
    await letGoOfList(shop.id, 'second');
    expect(await hasUnread(shop.id)).toBe(false);
    await holdForList(shop.id, 'of a reader that died', -1);
    expect(await hasUnread(shop.id)).toBe(false);
    await holdForList(shop.id, 'third', 60_000);
    expect(await rig.database.sql.query('SELECT id FROM list_in_hand')).toEqual([{ id: 'third' }]);
    await letGoOfList(shop.id, 'third');
  });

  test('a body that names an erased person is blanked, now or when it has been read', async () => {
    const body = Buffer.from('{"phone":"347 123-4567","email":"Giulia@Example.com"}');
    await rig.stores.receipts.record(receiptOf(shop.id, { body }));
    await rig.stores.receipts.record(receiptOf(shop.id, { body: Buffer.from('{"other":1}') }));
    const [first, second] = await rig.stores.receipts.claim('others', NOW, minutes(1), 5);
    expect(await rig.stores.receipts.eraseContaining(shop.id, ['+393471234567'])).toBe(1);
    const again = await rig.stores.receipts.claim('others', minutes(2), minutes(3), 5);
    expect(Buffer.from(again[0]?.body ?? []).toString()).toContain('347');
    await close(first, second);
    const bodies = await rig.database.sql.query(
      `SELECT convert_from(body, 'UTF8') AS body FROM receipt ORDER BY id`,
    );
    expect(bodies).toEqual([{ body: '' }, { body: '{"other":1}' }]);
    expect(await rig.stores.receipts.eraseContaining(shop.id, ['giulia@example.com'])).toBe(0);
  });
});

describe('events', () => {
  const append = (subjectId: string, shopId = shop.id) =>
    rig.stores.events.append({
      type: 'shop.uninstalled',
      shopId,
      subjectId,
      occurredAt: NOW,
      payload: {},
    });
  const subjects = (claimed: readonly { readonly event: { readonly subjectId: string } }[]) =>
    claimed.map(({ event }) => event.subjectId);

  test('two pumps that work at once react for different shops, in the order of the log', async () => {
    for (let n = 0; n < 5; n += 1) await rig.stores.shops.save(shopOf(`reacting-${n}`));
    const others = [0, 1, 2, 3, 4].map((n) => shopOf(`reacting-${n}`).id);
    for (const [place, other] of others.entries()) await append(`a${place}`, other);
    for (const [place, other] of others.entries()) await append(`b${place}`, other);
    await rig.database.transaction(async (sql) => {
      const mine = await eventStore(sql).claimUndispatched(NOW, 6);
      expect(subjects(mine)).toEqual(['a0', 'a1', 'a2', 'a3']);
      const theirs = await rig.stores.events.claimUndispatched(NOW, 6);
      expect(subjects(theirs)).toEqual(['a4', 'b4']);
      await eventStore(sql).markDispatched(
        mine.map(({ id }) => id),
        NOW,
      );
    });
    const left = await rig.stores.events.claimUndispatched(NOW, 10);
    expect(subjects(left)).toEqual(['a4', 'b0', 'b1', 'b2', 'b4']);
  });

  test('a shop with a long backlog holds up no other shop’s events', async () => {
    const other = shopOf('behind');
    await rig.stores.shops.save(other);
    await rig.stores.events.append(
      ...Array.from({ length: 3_000 }, (_, n) => ({
        type: 'shop.uninstalled' as const,
        shopId: shop.id,
        subjectId: `long-${n}`,
        occurredAt: NOW,
        payload: {},
      })),
    );
    await append('late', other.id);
    expect(subjects(await rig.stores.events.claimUndispatched(NOW, 4))).toEqual([
      'long-0',
      'long-1',
      'late',
    ]);
    await rig.database.transaction(async (sql) => {
      await eventStore(sql).takeTurn(shop.id);
      expect(subjects(await rig.stores.events.claimUndispatched(NOW, 4))).toEqual(['late']);
    });
  });

  test('whoever changes much of a shop at once has it to itself until that is committed', async () => {
    await append('a');
    const claimed = await rig.database.transaction(async (sql) => {
      await eventStore(sql).takeTurn(shop.id);
      return rig.stores.events.claimUndispatched(NOW, 10);
    });
    expect(claimed).toEqual([]);
    expect(subjects(await rig.stores.events.claimUndispatched(NOW, 10))).toEqual(['a']);
  });

  test('a rolled-back reaction leaves its event undispatched, and a noted failure delays it', async () => {
    await append('a');
    const [stored] = await rig.stores.events.claimUndispatched(NOW, 1);
    await rig.stores.events.noteFailure(stored?.id ?? 0, 'boom', minutes(1));
    expect(await rig.stores.events.claimUndispatched(NOW, 1)).toEqual([]);
    expect(await rig.stores.events.hasUndispatched(NOW)).toBe(false);
    expect(await rig.stores.events.nextRetryAt()).toEqual(minutes(1));
    const [again] = await rig.stores.events.claimUndispatched(minutes(1), 1);
    expect(again).toMatchObject({ id: stored?.id, attempts: 1 });
  });
});
