import type { BenchDatabase } from '../harness/database';
import { checkoutBody } from './webhook-request';

/** Every so many shoppers one buys. */
export const ORDER_EVERY = 3;

/** Stands for a shopper's number in a body; numbers are of one length, as are phones. */
const N = '@n@';
const AT = '@at@';

const shopper = {
  email: `${N}@example.com`,
  phone: `+346${N}`,
  customer: {
    id: `7${N}`,
    email: `${N}@example.com`,
    first_name: 'María',
    last_name: 'Ejemplo',
    phone: null,
    state: 'disabled',
    verified_email: true,
  },
  updated_at: AT,
};
const checkout: Readonly<Record<string, unknown>> = {
  ...(JSON.parse(checkoutBody().toString()) as Readonly<Record<string, unknown>>),
  ...shopper,
  id: `3${N}`,
  token: `checkout-${N}`,
  cart_token: `cart-${N}`,
  created_at: AT,
  abandoned_checkout_url: `https://shop.example.com/548380009/checkouts/${N}/recover`,
};
const order = {
  ...checkout,
  id: `5${N}`,
  name: `#${N}`,
  token: `order-${N}`,
  checkout_token: `checkout-${N}`,
  financial_status: 'paid',
  current_total_price: '1424.00',
  processed_at: AT,
  source_name: 'web',
  refunds: [],
};

/** SQL of a receipt's topic, body and age in minutes, for the shoppers that \`who\` says. */
const kind = (topic: string, body: object, minutes: number, who: string) =>
  `('${topic}', '${JSON.stringify(body).replaceAll("'", "''")}', ${minutes}, ${who})`;

const KINDS = [
  kind('checkouts/create', checkout, 20, 'true'),
  kind('checkouts/update', { ...checkout, total_price: '1246.00' }, 10, 'true'),
  kind('orders/create', order, 1, `n % ${ORDER_EVERY} = 0`),
].join(', ');

const STAMP = `to_char(now() - minutes * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SSOF":00"')`;

/**
 * Receipts as the door leaves them, of shoppers in turn: what one shopper does comes in its order,
 * with what a hundred others do in between.
 */
export const addReceipts = (database: BenchDatabase): Promise<void> =>
  database.run(
    'TRUNCATE receipt RESTART IDENTITY',
    `INSERT INTO receipt (source, external_id, body_hash, shop_id, topic, received_at, body,
       claimable_at)
     SELECT 'shopify', 'shop/' || topic || '/' || n, md5(topic || n), shop_id, topic, now(),
       convert_to(replace(replace(body, '${N}', lpad(n::text, 8, '0')), '${AT}', ${STAMP}), 'UTF8'),
       now()
     FROM (SELECT p.n, p.shop_id, k.* FROM bench.person p
           CROSS JOIN LATERAL (VALUES ${KINDS}) k (topic, body, minutes, told)
           WHERE k.told ORDER BY p.n / 100, k.minutes DESC, p.n) x`,
    'DROP TABLE IF EXISTS bench.told',
    `CREATE UNLOGGED TABLE bench.told AS
     SELECT split_part(external_id, '/', 4)::int AS n, array_agg(id) AS receipts
     FROM receipt GROUP BY 1`,
    'CREATE INDEX ON bench.told (n)',
    'VACUUM ANALYZE receipt, bench.told',
    'CHECKPOINT',
  );
