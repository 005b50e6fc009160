import type { BenchDatabase } from '../harness/database';

/** Of a recovery that has sent one of its messages. */
export const PENDING_STEPS = 2;

const id = `'01a20e22-0000-7000-8000-' || lpad(n::text, 12, '0')`;

const SHOP = [
  `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale, state,
     settings)
   VALUES ('bench', 'shopify', 'bench.myshopify.com', 'Bench', 'EUR', 'Europe/Rome', 'IT', 'it',
     'installed', '{"attributionWindowDays": 7}')`,
  `INSERT INTO channel (id, shop_id, phone_number_id, waba_id, display_phone, state, quality,
     messages_per_second, access_token)
   VALUES ('bench', 'bench', '1', '2', '+39 06 1', 'connected', 'GREEN', 80, 'x')`,
];

/** People with an abandoned cart, a running recovery with one message sent, and an order each. */
const rows = (from: number, to: number): readonly string[] =>
  [
    `INSERT INTO customer (shop_id, id) SELECT 'bench', ${id} FROM numbers`,
    `INSERT INTO customer_identity (shop_id, customer_id, kind, value)
     SELECT 'bench', ${id}, kind, value FROM numbers,
       LATERAL (VALUES ('phone', '+39' || n), ('email', n || '@example.com')) said (kind, value)`,
    `INSERT INTO cart (shop_id, id, external_id, customer_id, line_items, total_minor, currency,
       state, last_activity_at, source_updated_at, abandoned_at)
     SELECT 'bench', ${id}, 'checkout-' || n, ${id}, '[{}]', 4900, 'EUR', 'ordered',
       now() - interval '2 days', now(), now() - interval '2 days' FROM numbers`,
    `INSERT INTO recovery (shop_id, id, customer_id, cart_id, steps, state, started_at)
     SELECT 'bench', ${id}, ${id}, ${id}, '[]', 'active', now() - interval '2 days' FROM numbers`,
    `INSERT INTO recovery_cart (shop_id, cart_id, recovery_id)
     SELECT 'bench', ${id}, ${id} FROM numbers`,
    `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
     SELECT 'bench', ${id} || '-' || i, ${id}, i, now() + i * interval '1 day',
       CASE i WHEN 0 THEN 'queued' ELSE 'pending' END
     FROM numbers, generate_series(0, ${PENDING_STEPS}) i`,
    `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, body, category,
       state, created_at, recovery_id)
     SELECT 'bench', ${id}, 'out', 'bench', ${id}, 'k' || n, '{}', 'marketing', 'read', now(), ${id}
     FROM numbers`,
    `INSERT INTO orders (shop_id, id, external_id, name, customer_id, phone, email, checkout_token,
       total_minor, current_total_minor, currency, payment, placed_at, source_updated_at)
     SELECT 'bench', ${id}, n::text, '#' || n, ${id}, '+39' || n, n || '@example.com',
       'checkout-' || n, 4900, 4900, 'EUR', 'paid', now(), now() FROM numbers`,
  ].map((insert) =>
    insert.replace(/ FROM numbers/, ` FROM generate_series(${from}, ${to}) AS numbers (n)`),
  );

const VACUUM =
  'VACUUM ANALYZE customer, customer_identity, cart, recovery, recovery_cart, recovery_step, pending_step, message, orders';

export const openShop = (database: BenchDatabase): Promise<void> => database.run(...SHOP);

/** Adds people until there are `count`. */
export async function addPeople(database: BenchDatabase, count: number): Promise<void> {
  const [row] = await database.ask<{ count: string }>('SELECT count(*) FROM recovery');
  await database.run(...rows(Number(row?.count ?? 0) + 1, count), VACUUM);
}

/** As if nobody had bought yet. */
export const reopen = (database: BenchDatabase): Promise<void> =>
  database.run(
    'TRUNCATE domain_event',
    `UPDATE recovery SET state = 'active', reason = NULL, ended_at = NULL WHERE state <> 'active'`,
    `UPDATE recovery_step SET state = 'pending', reason = NULL, decided_at = NULL
     WHERE state = 'cancelled'`,
    'VACUUM recovery, recovery_step, pending_step',
  );
