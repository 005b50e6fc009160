import { LINE_ITEMS } from './decide';
import { addReceipts, ORDER_EVERY } from './read-receipts';
import { settle } from './send-people';
import type { WorkerPart } from './worker-part';

/** Without it nothing is said about a consent. */
const COVERED = `UPDATE shop SET settings = '{"checkoutMarketingCoversWhatsApp": true}'`;

/** Shoppers that the stores have had before. */
const EARLIER = 20_000;

const earlier = (shops: number): readonly string[] =>
  [
    `INSERT INTO customer (shop_id, id, first_name) SELECT shop_id, id, 'Ada' FROM earlier`,
    `INSERT INTO customer_identity (shop_id, customer_id, kind, value)
     SELECT shop_id, id, kind, value FROM earlier,
       LATERAL (VALUES ('phone', '+39333' || n), ('email', 'ada' || n || '@example.com'),
         ('external_customer', 'earlier-' || n)) said (kind, value)`,
    `INSERT INTO cart (shop_id, id, external_id, customer_id, line_items, total_minor, currency,
       state, last_activity_at, source_updated_at)
     SELECT shop_id, id, 'earlier-' || n, id, ${LINE_ITEMS}, 8900, 'EUR', 'ordered',
       now() - interval '9 days', now() - interval '9 days' FROM earlier`,
    `INSERT INTO orders (shop_id, id, external_id, name, customer_id, checkout_token, total_minor,
       current_total_minor, currency, payment, placed_at, source_updated_at)
     SELECT shop_id, id, 'earlier-' || n, '#' || n, id, 'earlier-' || n, 8900, 8900, 'EUR', 'paid',
       now() - interval '9 days', now() - interval '9 days' FROM earlier`,
    `INSERT INTO consent_record (shop_id, customer_id, state, source, occurred_at, proof, key)
     SELECT shop_id, id, 'granted', 'checkout_checkbox', now() - interval '9 days', '{}', id
     FROM earlier`,
  ].map(
    (insert) => `WITH earlier AS (
      SELECT n, 'bench-' || n % ${shops} AS shop_id, '01a10e22-0000-7000-8000-' || lpad(n::text, 12, '0') AS id
      FROM generate_series(1, ${EARLIER}) n) ${insert}`,
  );

const PERSON = `'01a20e23-0000-7000-8000-' || lpad(n::text, 12, '0')`;
const ofBatch = 'FROM bench.person WHERE n BETWEEN $1 AND $2';
const ofBuyers = `${ofBatch} AND n % ${ORDER_EVERY} = 0`;
const TOLD = `INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload, dispatched_at)`;

/** Receipts from their rows to what they say of carts, people, orders and consents. */
export const READ: WorkerPart = {
  name: 'read',
  unit: 'receipts/s',
  itemsOfPerson: 2 + 1 / ORDER_EVERY,
  enough: { limit: 4_000, ours: 700 },
  done: `SELECT count(*)::int AS n FROM receipt WHERE state = 'processed'`,
  stage: async (database, crowd) => {
    await settle(database, { ...crowd, pace: 1_000 }, [COVERED, ...earlier(crowd.shops)]);
    await addReceipts(database);
  },
  bare: [
    `INSERT INTO customer (shop_id, id, display_name, first_name, locale, country_code)
     SELECT shop_id, ${PERSON}, 'María Ejemplo', 'María', 'es', 'ES' ${ofBatch}`,
    `INSERT INTO customer_identity (shop_id, customer_id, kind, value)
     SELECT shop_id, ${PERSON}, said.kind, said.value FROM bench.person,
       LATERAL (VALUES ('phone', '+34600' || n), ('email', n || '@example.com'),
         ('external_customer', n::text)) said (kind, value)
     WHERE n BETWEEN $1 AND $2`,
    `INSERT INTO cart (shop_id, id, external_id, cart_token, customer_id, phone, email, country_code,
       locale, line_items, total_minor, currency, recovery_url, state, last_activity_at,
       source_updated_at)
     SELECT shop_id, ${PERSON}, 'checkout-' || n, 'cart-' || n, ${PERSON}, '+34600' || n,
       n || '@example.com', 'ES', 'es', ${LINE_ITEMS}, 142400, 'EUR',
       'https://shop.example.com/recover/' || n, 'open', now(), now() ${ofBatch}`,
    `UPDATE cart c SET total_minor = 8900, last_activity_at = now(), source_updated_at = now()
     FROM bench.person p WHERE p.n BETWEEN $1 AND $2 AND c.shop_id = p.shop_id
       AND c.external_id = 'checkout-' || p.n`,
    `INSERT INTO consent_record (shop_id, customer_id, state, source, occurred_at, proof, key)
     SELECT shop_id, ${PERSON}, 'granted', 'checkout_checkbox', now(),
       jsonb_build_object('checkout', 'checkout-' || n), 'checkout:' || n ${ofBatch}`,
    `${TOLD} SELECT shop_id, 'consent.granted', ${PERSON}, now(),
       jsonb_build_object('customerId', ${PERSON}), NULL ${ofBatch}`,
    `INSERT INTO orders (shop_id, id, external_id, name, customer_id, phone, email, checkout_token,
       total_minor, current_total_minor, currency, payment, placed_at, paid_at, source_updated_at)
     SELECT shop_id, ${PERSON}, n::text, '#' || n, ${PERSON}, '+34600' || n, n || '@example.com',
       'checkout-' || n, 142400, 142400, 'EUR', 'paid', now(), now(), now() ${ofBuyers}`,
    `UPDATE cart c SET state = 'ordered' FROM bench.person p
     WHERE p.n BETWEEN $1 AND $2 AND p.n % ${ORDER_EVERY} = 0 AND c.shop_id = p.shop_id
       AND c.external_id = 'checkout-' || p.n`,
    `${TOLD} SELECT shop_id, type, ${PERSON}, now(), '{}', NULL
     FROM bench.person, unnest('{order.placed,order.paid}'::text[]) type
     WHERE n BETWEEN $1 AND $2 AND n % ${ORDER_EVERY} = 0`,
    `UPDATE receipt SET state = 'processed', closed_at = now(), attempts = 1
     WHERE id = ANY (ARRAY(SELECT unnest(receipts) FROM bench.told WHERE n BETWEEN $1 AND $2))`,
  ],
  notes: [
    `Webhooks of 100 stores that have had ${EARLIER.toLocaleString('en')} shoppers before, as they are stored, of about 5 KB: of each shopper a checkout and its change, and of one in ${ORDER_EVERY} an order that is paid; the checkbox counts as consent. Commits reach the disk.`,
    'Limit: the rows that they leave (person and identities, cart and its change, consent, order, events, the receipts’ ends), of 200 shoppers a transaction in SQL, on two connections; no body is read, and nothing is looked for or locked. There is no peer: an ordinary app has no such rows.',
    'Ours: the worker’s own sweep alone: claims of 100, in two transactions beside each other. People’s identities are locked and looked up, what hangs together is applied one after the other and the rest at once, each statement over all of them, and the receipts are closed.',
    'CPU is that of the contestant’s own process, without the database’s. p50 and p99 are milliseconds of a claim; growth is microseconds a receipt by stores.',
  ],
};
