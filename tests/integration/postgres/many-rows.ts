import { HOLDOUT_EXPERIMENT } from '#core/experiments/index';

const SHOPS = 40;
const ROWS = 8_000;

/** Enough rows for the planner to prefer an index, with few that still wait for something. */
export const FILL = `
  INSERT INTO shop SELECT 's' || n, 'shopify', 's' || n || '.x', 'n', 'EUR', 'UTC', 'IT', 'it',
    'installed', '{"inactivityMinutes": 60}' FROM generate_series(1, ${SHOPS}) n;
  INSERT INTO customer (shop_id, id) SELECT 's' || n % ${SHOPS} + 1, 'c' || n
    FROM generate_series(1, ${ROWS}) n;
  INSERT INTO customer_identity (shop_id, customer_id, kind, value)
    SELECT shop_id, id, 'phone', id FROM customer;
  INSERT INTO channel SELECT id, id, 'p' || id, 'w' || id, 'd', 'connected', NULL, 'GREEN', 80, 't'
    FROM shop;
  INSERT INTO portfolio (id, daily_limit, used) SELECT id, 250, 200 FROM shop;
  UPDATE channel SET portfolio_id = shop_id;
  INSERT INTO portfolio_recipient SELECT shop_id, shop_id, id, now() + random() * interval '1 day'
    FROM customer;
  INSERT INTO cart (shop_id, id, external_id, cart_token, customer_id, line_items, total_minor,
    currency, state, last_activity_at, source_updated_at)
    SELECT shop_id, id, 'x' || id, 'b' || id, id, '[{}]', 1, 'EUR',
      CASE WHEN random() < 0.05 THEN 'open' ELSE 'ordered' END, now() - random() * interval '9 days',
      now() FROM customer;
  INSERT INTO orders (shop_id, id, external_id, name, customer_id, phone, email, checkout_token,
    cart_token, click_token, discount_codes, total_minor, current_total_minor, currency, payment, placed_at,
    source_updated_at)
    SELECT shop_id, id, 'x' || id, 'n', id, id, id, 't' || id, 'b' || id, 'l' || id, ARRAY['code' || id], 1, 1, 'EUR', 'paid', now(), now()
    FROM customer;
  INSERT INTO refund SELECT shop_id, 'r' || id, 'x' || id, 1, 'EUR', now() FROM customer;
  INSERT INTO recovery (shop_id, id, customer_id, cart_id, steps, state, started_at)
    SELECT shop_id, id, id, id, '[]', 'active', now() FROM customer;
  INSERT INTO recovery_cart SELECT shop_id, id, id FROM customer;
  INSERT INTO payment_link (shop_id, id, token_hash, cart_id, created_at, expires_at)
    SELECT shop_id, id, id, id, now(), now() FROM customer;
  INSERT INTO payment (shop_id, id, link_id, cart_id, provider, amount_minor, currency, quote, state,
    opened_at, expires_at) SELECT shop_id, id, id, id, 'stripe', 1, 'EUR', '{}', 'expired', now(),
      now() FROM customer;
  INSERT INTO list_in_hand SELECT shop_id, id, now() - interval '1 day' FROM customer;
  INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
    SELECT shop_id, id, id, 0, now() - random() * interval '9 days',
      CASE WHEN random() < 0.5 THEN 'pending' ELSE 'queued' END FROM customer;
  INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, body, category, state,
    created_at, next_attempt_at, deadline_at, vendor_id, recovery_id)
    SELECT shop_id, id, 'out', shop_id, id, 'k' || id, '{}', 'marketing', CASE
      WHEN random() < 0.03 THEN 'queued' WHEN random() < 0.003 THEN 'sending' ELSE 'read' END,
      now(), now(), now(), 'v' || id, id FROM customer;
  INSERT INTO tracked_link SELECT 'l' || id, shop_id, id, id, 's', id, id, 'CODE' || id, now(),
    now() FROM customer;
  INSERT INTO touch (shop_id, token, occurred_at, robot, client)
    SELECT shop_id, token, now(), false, 'x' FROM tracked_link;
  INSERT INTO receipt (source, external_id, body_hash, shop_id, topic, received_at, body,
    claimable_at, state, closed_at)
    SELECT 'shopify', id, '', shop_id, 't', now(), '{}', now(), CASE WHEN random() < 0.03
      THEN 'received' ELSE 'processed' END, now() - random() * interval '90 days' FROM customer;
  INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload, dispatched_at)
    SELECT shop_id, 't', id, now(), '{}', CASE WHEN random() < 0.97 THEN now() END FROM customer;
  INSERT INTO consent_record (shop_id, customer_id, state, source, occurred_at, proof, key)
    SELECT shop_id, id, 'granted', 'import', now(), '{}', id FROM customer;
  INSERT INTO conversation (shop_id, id, channel_id, customer_id, state, unread_count,
    last_message_at) SELECT shop_id, id, shop_id, id, 'open', CASE WHEN random() < 0.03 THEN 1
      ELSE 0 END, now() - random() * interval '9 days' FROM customer;
  INSERT INTO template (shop_id, id, name, language, category, state, content)
    SELECT shop_id, id, 'n' || id, 'it', 'MARKETING', 'approved', '{}' FROM customer;
  INSERT INTO product SELECT shop_id, id, 't', NULL, 'active', NULL, '[]', ARRAY[id], now()
    FROM customer;
  INSERT INTO sequence (shop_id, id, name, state, steps, priority)
    SELECT shop_id, id, id, 'active', '[]', 0 FROM customer;
  INSERT INTO assignment SELECT shop_id, '${HOLDOUT_EXPERIMENT}', id, 'treatment', now()
    FROM customer;
  INSERT INTO conversion SELECT shop_id, id, id, id, 'treatment', 1, 'EUR', now() FROM customer;
  SELECT figure_fold(id, 600) FROM shop;
  INSERT INTO figure SELECT id, 'revenue', now()::date - n, 'x', 'EUR', 1, 1, 1
    FROM shop, generate_series(1, 200) n;`;
