import type { BenchDatabase } from '../harness/database';

export const SHOPS = 200;
/** The store that has three of ten of all shoppers: what its merchant opens is measured. */
export const LARGEST = 'shop0';
/** Rows that tell of something that happened, for each cart that was left. */
const EVENTS_A_CART = 11;

/** A number from 0 up to 1 that is always the same for a row and a purpose. */
const UNIT = `CREATE FUNCTION unit(n BIGINT, purpose INT) RETURNS FLOAT8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(n, purpose) & 1048575) / 1048576.0 $$`;

const FEW = `
  INSERT INTO shop SELECT 'shop' || n, 'shopify', 'shop' || n || '.example', 'Shop', 'EUR',
    'Europe/Rome', 'IT', 'it', 'installed', '{"inactivityMinutes": 60}'
    FROM generate_series(0, ${SHOPS - 1}) n;
  INSERT INTO channel SELECT 'channel', id, 'p' || id, 'w' || id, '+39', 'connected', NULL, 'GREEN',
    80, 'sealed' FROM shop;
  INSERT INTO sequence (shop_id, id, name, state, steps, priority)
    SELECT id, 'sequence' || n, 'Sequence ' || n, 'active', '[]', n
    FROM shop, generate_series(1, 5) n;
  INSERT INTO template (shop_id, id, name, language, category, state, content)
    SELECT id, 't' || n, 'reminder' || n, 'it', 'MARKETING', 'approved', '{}'
    FROM shop, generate_series(1, 30) n`;

/** Each cart's story: whose it is, when it was left, how far it came. Four carts have three owners. */
const story = (carts: number): string => `
  CREATE UNLOGGED TABLE story AS
  SELECT n, 'shop' || CASE WHEN unit(p, 1) < 0.3 THEN 0
      ELSE 1 + floor(${SHOPS - 1} * unit(p, 2) ^ 2) END AS shop_id,
    'c' || p AS person,
    now() - 90 * interval '1 day' * unit(n, 3) AS at, unit(n, 4) AS way, unit(n, 5) AS luck,
    'sequence' || (1 + floor(5 * unit(n, 6) ^ 2)) AS sequence, 1000 + (40000 * unit(n, 7))::bigint
      AS minor
  FROM (SELECT n, n * 3 / 4 AS p FROM generate_series(0, ${carts - 1}) n) drawn`;

const BODY = `'{"kind":"template","name":"cart_reminder","language":"it","headerImageUrl":null,
  "bodyParameters":["Maria","Merino Wool Crew Neck Sweater"],"buttons":[],
  "preview":"Ciao Maria, hai lasciato qualcosa nel carrello: Merino Wool Crew Neck Sweater"}'`;

/** Below 0.12 declined, to 0.2 held out; of the rest nine of ten got a message. */
const TREATED = 'way >= 0.2';
const WROTE = `${TREATED} AND way < 0.92`;

const MANY = `
  INSERT INTO customer (shop_id, id, display_name)
    SELECT shop_id, person, 'Maria ' || min(n) FROM story GROUP BY 1, 2;
  INSERT INTO customer_identity SELECT shop_id, kind, CASE kind WHEN 'phone' THEN '+39'
    || 3000000000 + substr(id, 2)::bigint ELSE id || '@example.com' END, id
    FROM customer, unnest(ARRAY['phone', 'email']) kind;
  INSERT INTO cart (shop_id, id, external_id, customer_id, line_items, total_minor, currency, state,
    last_activity_at, source_updated_at, abandoned_at)
    SELECT shop_id, 'k' || n, 'x' || n, person, '[{"title": "Merino Wool Sweater", "quantity": 1,
      "unitPrice": {"minor": 8900, "currency": "EUR"}}]', minor, 'EUR', 'abandoned',
      at - interval '1 hour', at, at FROM story;
  INSERT INTO recovery (shop_id, id, customer_id, cart_id, sequence_id, steps, state, reason,
    started_at)
    SELECT shop_id, 'r' || n, person, 'k' || n, CASE WHEN way >= 0.12 THEN sequence END, '[]',
      CASE WHEN way < 0.12 THEN 'declined' ELSE 'completed' END,
      CASE WHEN way < 0.07 THEN 'no_consent' WHEN way < 0.12 THEN 'no_phone' END, at FROM story;
  INSERT INTO recovery_cart SELECT shop_id, 'k' || n, 'r' || n FROM story;
  INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, claimable_at, state,
    reason, decided_at)
    SELECT shop_id, 'p' || n || '-' || i, 'r' || n, i, at, at, CASE
        WHEN way < 0.2 THEN 'would_have_sent' WHEN i = 0 AND ${WROTE} THEN 'queued'
        WHEN luck < 0.5 THEN 'skipped' ELSE 'cancelled' END,
      CASE WHEN way < 0.2 THEN NULL WHEN luck < 0.3 THEN 'no_consent' WHEN luck < 0.5
        THEN 'frequency_cap' WHEN luck < 0.8 THEN 'replied' ELSE 'purchased' END,
      at + (i + 1) * interval '1 day' FROM story, generate_series(0, 1) i WHERE way >= 0.12;
  INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, recipient_kind,
    recipient, body, category, recovery_id, state, vendor_id, failure_code, created_at, sent_at,
    delivered_at, read_at, ended_at)
    SELECT shop_id, 'm' || n, 'out', 'channel', person, 'recovery:' || n, 'phone', '+39', ${BODY},
      'marketing', 'r' || n, CASE WHEN luck < 0.05 THEN 'failed' WHEN luck < 0.7 THEN 'read'
        ELSE 'delivered' END, 'wamid.' || n,
      CASE WHEN luck < 0.03 THEN '131026' WHEN luck < 0.05 THEN '131049' END, at + interval '1 day',
      at + interval '1 day', CASE WHEN luck >= 0.05 THEN at + interval '25 hours' END,
      CASE WHEN luck BETWEEN 0.05 AND 0.7 THEN at + interval '30 hours' END,
      CASE WHEN luck < 0.05 THEN at + interval '1 day' END FROM story WHERE ${WROTE};
  INSERT INTO message_status (shop_id, message_id, state, occurred_at, moved)
    SELECT shop_id, id, told.state, at, true FROM message CROSS JOIN LATERAL (VALUES ('sent', sent_at),
      ('delivered', delivered_at), ('read', read_at)) told (state, at) WHERE at IS NOT NULL;
  INSERT INTO tracked_link SELECT 'l' || n, shop_id, person, 'r' || n, sequence, 'm' || n, 'k' || n,
    NULL, at, at + interval '90 days' FROM story WHERE ${WROTE};
  INSERT INTO touch (shop_id, token, occurred_at, robot, client)
    SELECT shop_id, 'l' || n, at + interval '31 hours', luck < 0.1, 'mobile browser' FROM story
    WHERE ${WROTE} AND luck < 0.3;
  INSERT INTO orders (shop_id, id, external_id, name, customer_id, checkout_token, total_minor,
    current_total_minor, currency, payment, placed_at, paid_at, source_updated_at)
    SELECT shop_id, 'o' || n, 'o' || n, '#' || n, person, 'x' || n, minor, minor, 'EUR', 'paid',
      at + interval '32 hours', at + interval '32 hours', at FROM story
    WHERE way >= 0.12 AND luck BETWEEN 0.1 AND 0.2;
  INSERT INTO attribution SELECT shop_id, 'o' || n, 'r' || n, sequence, 'click_token', 'l' || n,
    at + interval '32 hours' FROM story WHERE ${WROTE} AND luck BETWEEN 0.1 AND 0.2;
  INSERT INTO attribution_entry (shop_id, order_id, source_key, kind, amount_minor, currency,
    occurred_at)
    SELECT a.shop_id, order_id, kind, kind, CASE kind WHEN 'credit' THEN minor ELSE -minor / 2 END,
      'EUR', attributed_at + CASE kind WHEN 'credit' THEN interval '0' ELSE interval '3 days' END
    FROM attribution a JOIN story s ON 'o' || s.n = order_id, unnest(ARRAY['credit', 'refund']) kind
    WHERE kind = 'credit' OR luck < 0.11;
  INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload, dispatched_at)
    SELECT shop_id, CASE WHEN i = 0 THEN 'cart.abandoned' WHEN way < 0.12 THEN 'recovery.declined'
        WHEN way < 0.2 THEN 'recovery.held_out' ELSE 'recovery.started' END,
      CASE i WHEN 0 THEN 'k' || n ELSE 'r' || n END, at, '{}', at FROM story, generate_series(0, 1) i;
  INSERT INTO assignment SELECT shop_id, 'recovery-holdout', person,
    CASE WHEN bool_or(way < 0.2) THEN 'holdout' ELSE 'treatment' END, min(at) FROM story
    WHERE way >= 0.12 GROUP BY shop_id, person;
  INSERT INTO conversion SELECT shop_id, 'o' || n, 'r' || n, person, 'treatment', minor, 'EUR', at
    FROM story WHERE way >= 0.12 AND luck BETWEEN 0.1 AND 0.2;
  INSERT INTO conversation (shop_id, id, channel_id, customer_id, state, unread_count,
    last_message_at, last_inbound_at)
    SELECT shop_id, 'v' || min(n), 'channel', person, 'open', (max(luck) > 0.99)::int, max(at),
      max(at) FROM story WHERE luck > 0.8 GROUP BY shop_id, person`;

const TABLES = [
  ...['customer', 'customer_identity', 'cart', 'recovery', 'recovery_cart', 'recovery_step'],
  ...['message', 'message_status', 'tracked_link', 'touch', 'orders', 'attribution'],
  ...['attribution_entry', 'domain_event', 'assignment', 'conversion', 'conversation'],
];

/** Indexes are made anew after the rows: one by one they would cost most of the time. */
const WITHOUT_INDEXES = `
  CREATE TABLE made_later AS SELECT indexdef AS line, indexname AS name FROM pg_indexes
    WHERE schemaname = 'public' AND tablename IN (${TABLES.map((name) => `'${name}'`).join(', ')})
      AND indexname NOT IN (SELECT conname FROM pg_constraint);
  DO $$ DECLARE each RECORD; BEGIN
    FOR each IN SELECT name FROM made_later LOOP EXECUTE format('DROP INDEX %I', each.name);
    END LOOP; END $$`;
const WITH_INDEXES = `DO $$ DECLARE each RECORD; BEGIN
    FOR each IN SELECT line FROM made_later LOOP EXECUTE each.line; END LOOP; END $$`;

/** The product's own way of counting what is there, as the migration does it. */
const COUNT = `DO $$ DECLARE each TEXT; BEGIN
    FOR each IN SELECT id FROM shop LOOP
      PERFORM figure_recount(each);
      WHILE figure_fold(each, 200000) > 0 LOOP END LOOP;
    END LOOP; END $$`;

const statementsOf = (text: string): readonly string[] => text.split(/;\n {2}(?=INSERT|DO|CREATE)/);

/** Ninety days of ${SHOPS} stores with about so many events, counted and ready to be read. */
export async function fillDashboard(database: BenchDatabase, events: number): Promise<void> {
  await database.run(
    // No trigger and no foreign key looks at the rows: they are made to fit.
    'SET session_replication_role = replica',
    `SET synchronous_commit = off`,
    `SET work_mem = '256MB'`,
    `SET maintenance_work_mem = '512MB'`,
    UNIT,
    ...statementsOf(WITHOUT_INDEXES),
    ...statementsOf(FEW),
    story(Math.round(events / EVENTS_A_CART)),
    ...statementsOf(MANY),
    WITH_INDEXES,
    'DROP TABLE story, made_later',
    'VACUUM ANALYZE',
    COUNT,
    'VACUUM ANALYZE figure, figure_subject, figure_delta',
    'CHECKPOINT',
  );
}
