import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type Database } from '#adapters/postgres/client';
import { createStores, type Stores } from '#adapters/postgres/stores';
import type { RecoveryId, ShopId } from '#core/kernel/ids';
import { ALL_TIME } from '#queries/period';
import { recoveryFunnel } from '#queries/recovery-funnel';
import { createEmptyDatabase, type TestDatabase } from '../../support/database';
import { cipher, receiptOf } from './sample-rows';

const FOLDER = path.resolve(import.meta.dirname, '../../../prisma/migrations');
const MIGRATIONS = readdirSync(FOLDER)
  .filter((name) => /^\d{14}_/.test(name))
  .sort();
/** The first release's; all later ones find a store at work. */
const FIRST = MIGRATIONS.slice(0, 1);
const SECOND = 1_000;
const DAY = 86_400 * SECOND;

const shopId = 's1' as ShopId;
const now = new Date();
const earlier = new Date(now.getTime() - 3 * DAY);

/** A store that has been at work: webhooks read and unread, a cart that was left, a reminder sent. */
const AT_WORK: readonly (readonly [sql: string, values: readonly unknown[]])[] = [
  [
    `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale, state,
       settings)
     VALUES ($1, 'shopify', 'one.myshopify.com', 'One', 'EUR', 'Europe/Rome', 'IT', 'it',
       'installed', '{}')`,
    [shopId],
  ],
  [
    `INSERT INTO receipt (source, external_id, body_hash, shop_id, topic, received_at, body, state,
       claimable_at, closed_at)
     SELECT 'shopify', name, 'ab', $1, 'checkouts/create', at, convert_to(name, 'UTF8'), state, at,
       CASE state WHEN 'processed' THEN at END
     FROM (VALUES ('read', $2::timestamptz, 'processed'), ('unread', $2, 'received'),
       ('of today', $3::timestamptz, 'received')) told (name, at, state)`,
    [shopId, earlier, now],
  ],
  [`INSERT INTO customer (shop_id, id, first_name) VALUES ($1, 'c1', 'Ada')`, [shopId]],
  [
    `INSERT INTO cart (shop_id, id, external_id, customer_id, line_items, total_minor, currency,
       state, last_activity_at, source_updated_at, abandoned_at, discount_codes)
     SELECT $1, id, id, 'c1', '[]', 8900, 'EUR', 'abandoned', $2, $2, $2, '{}'
     FROM unnest('{k1,k2}'::text[]) id`,
    [shopId, earlier],
  ],
  [
    `INSERT INTO recovery (shop_id, id, customer_id, cart_id, steps, state, started_at)
     VALUES ($1, 'r1', 'c1', 'k1', '[]', 'active', $2)`,
    [shopId, earlier],
  ],
  [`INSERT INTO recovery_cart VALUES ($1, 'k1', 'r1')`, [shopId]],
  [
    `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, claimable_at, state,
       message_id, decided_at)
     VALUES ($1, 'p1', 'r1', 0, $2, $2, 'queued', 'm1', $2), ($1, 'p2', 'r1', 1, $3, $3, 'pending',
       NULL, NULL)`,
    [shopId, earlier, now],
  ],
  [
    `INSERT INTO channel (id, shop_id, phone_number_id, waba_id, display_phone, state,
       quality, messages_per_second, access_token)
     VALUES ('w1', $1, '1', '2', '+39 06 1', 'connected', 'GREEN', 80, 'sealed')`,
    [shopId],
  ],
  [
    `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, recipient_kind,
       recipient, body, category, recovery_id, step_id, state, vendor_id, created_at, sent_at)
     VALUES ($1, 'm1', 'out', 'w1', 'c1', 'recovery:r1:0', 'phone', '+393471234567', '{}',
       'marketing', 'r1', 'p1', 'sent', 'wamid.1', $2, $2)`,
    [shopId, earlier],
  ],
];

let place: TestDatabase;
let database: Database;
let stores: Stores;

async function migrate(names: readonly string[]): Promise<void> {
  for (const name of names) {
    await database.sql.query(readFileSync(path.join(FOLDER, name, 'migration.sql'), 'utf8'));
  }
}

beforeAll(async () => {
  place = await createEmptyDatabase();
  database = createDatabase(place.url, { max: 2 });
  await migrate(FIRST);
  for (const [sql, values] of AT_WORK) await database.sql.query(sql, values);
  await migrate(MIGRATIONS.slice(FIRST.length));
  stores = createStores(database.sql, cipher);
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

describe('a store that was at work before an upgrade', () => {
  test('still has every webhook, each in the table of its day', async () => {
    const dayTable = (at: Date) => `receipt_${at.toISOString().slice(0, 10).replaceAll('-', '')}`;
    const kept = await database.sql.query(
      `SELECT external_id AS id, tableoid::regclass::text AS place, state,
         convert_from(body, 'UTF8') AS body FROM receipt ORDER BY receipt.id`,
    );
    expect(kept).toEqual([
      { id: 'read', place: dayTable(earlier), state: 'processed', body: 'read' },
      { id: 'unread', place: dayTable(earlier), state: 'received', body: 'unread' },
      { id: 'of today', place: dayTable(now), state: 'received', body: 'of today' },
    ]);
  });

  test('is not told the same webhook twice, and has those read that nobody had read', async () => {
    const again = receiptOf(shopId, { externalId: 'read', receivedAt: new Date() });
    await expect(stores.receipts.record(again)).resolves.toBe('repeated');
    const soon = new Date(now.getTime() + SECOND);
    const claimed = await stores.receipts.claim('others', soon, soon, 10);
    expect(claimed.map(({ externalId }) => externalId)).toEqual(['unread', 'of today']);
  });

  test('goes on with the step that was due next', async () => {
    const soon = new Date(now.getTime() + SECOND);
    const claimed = await stores.recoveries.completeAndClaim([], soon, soon, 10);
    expect(claimed).toMatchObject([{ id: 'p2', recoveryId: 'r1' as RecoveryId, index: 1 }]);
  });

  test('sees on Home what had happened by then', async () => {
    await expect(recoveryFunnel(shopId, database.sql, ALL_TIME)).resolves.toMatchObject({
      carts: 2,
      eligible: 1,
      sent: 1,
      delivered: 0,
    });
  });
});
