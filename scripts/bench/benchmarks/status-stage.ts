import { createHmac } from 'node:crypto';
import pg from 'pg';
import { openDatabase, type BenchDatabase } from '../harness/database';
import { startChild, type Child } from '../harness/child';
import { startProduct, type Product } from './product';
import { WHATSAPP_SECRET } from './webhook-request';

/** What Meta puts into one delivery at a busy time; it may be up to a thousand. */
export const STATUSES_A_WEBHOOK = 100;
/** Told of each message, one after the other. */
const STATES = ['delivered', 'read'] as const;
const PHONE_NUMBER_ID = '100000000000001';

export interface StatusStage {
  readonly database: BenchDatabase;
  readonly limit: Child;
  readonly peer: Child;
  readonly ours: Product;
  close(): Promise<void>;
}

/** Starts the three contestants on one database, of which one at a time works. */
export async function openStatus(): Promise<StatusStage> {
  const database = await openDatabase();
  const env = { DATABASE_URL: database.url };
  const limit = await startChild('scripts/bench/processes/status-limit.ts', { env });
  const peer = await startChild('scripts/bench/processes/status-peer.ts', { env });
  const ours = await startProduct(database.url, 'all');
  return {
    database,
    limit,
    peer,
    ours,
    close: async () => {
      await Promise.all([limit.stop(), peer.stop(), ours.child.stop()]);
      await database.stop();
    },
  };
}

const CUSTOMERS = 1_000;

/** Empties the tables and puts so many sent messages into them, as the product would. */
export const seedMessages = (database: BenchDatabase, count: number): Promise<void> =>
  database.run(
    'TRUNCATE shop, receipt, receipt_key, domain_event CASCADE',
    `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale,
       state, settings)
     VALUES ('bench', 'shopify', 'bench.myshopify.com', 'Bench', 'EUR', 'Europe/Rome', 'IT', 'it',
       'uninstalled', '{}')`,
    `INSERT INTO channel (id, shop_id, phone_number_id, waba_id, display_phone, state, quality,
       messages_per_second, access_token)
     VALUES ('bench', 'bench', '${PHONE_NUMBER_ID}', '200', '+39 06 1', 'connected', 'GREEN', 80,
       '')`,
    `INSERT INTO customer (id, shop_id, created_at)
     SELECT 'c' || n, 'bench', now() FROM generate_series(0, ${CUSTOMERS - 1}) n`,
    // Foreign keys hold by construction; checking a million of them is no part of what is measured.
    `SET session_replication_role = replica`,
    `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, recipient_kind,
       recipient, body, category, state, attempts, vendor_id, created_at, sent_at)
     SELECT 'bench', 'm' || n, 'out', 'bench', 'c' || n % ${CUSTOMERS}, 'recovery:' || n, 'phone',
       '+393471234567', jsonb_build_object('kind', 'template', 'name', 'cart_reminder',
         'preview', repeat('Your cart is waiting. ', 20)),
       'marketing', 'sent', 1, '${vendorIdOf('')}' || n, now(), now()
     FROM generate_series(1, ${count}) n`,
    'VACUUM ANALYZE message',
    'CHECKPOINT',
  );

const vendorIdOf = (number: number | string): string =>
  `wamid.HBgMMzkzNDcxMjM0NTY3FQIAERgS${number}`;

/** Of the statuses of so many messages: first each one's "delivered", then each one's "read". */
export interface Flood {
  /** How many there are. */
  readonly size: number;
  readonly at: (place: number) => { readonly vendorId: string; readonly state: string };
}

export const floodOf = (messages: number): Flood => ({
  size: messages * STATES.length,
  at: (place) => ({
    vendorId: vendorIdOf((place % messages) + 1),
    state: STATES[Math.floor(place / messages)] ?? 'read',
  }),
});

/** Signed deliveries one after the other, each with the next statuses of the flood. */
export function statusRequests(flood: Flood): () => Buffer {
  let next = 0;
  return () => {
    const statuses = Array.from({ length: STATUSES_A_WEBHOOK }, () => {
      const { vendorId, state } = flood.at(next);
      next += 1;
      return statusOf(vendorId, state);
    });
    return signed(statuses);
  };
}

const statusOf = (vendorId: string, state: string): object => ({
  id: vendorId,
  status: state,
  timestamp: String(Math.floor(Date.now() / 1_000)),
  recipient_id: '393471234567',
  conversation: { id: 'c2a5d8e0f1b34c6d9e7f', origin: { type: 'marketing' } },
  pricing: { billable: true, pricing_model: 'PMP', category: 'marketing' },
});

function signed(statuses: readonly object[]): Buffer {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '39061', phone_number_id: PHONE_NUMBER_ID },
    statuses,
  };
  const body = Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '200', changes: [{ field: 'messages', value }] }],
    }),
  );
  const head = [
    'POST /webhooks/whatsapp HTTP/1.1',
    'host: app.example.com',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `x-hub-signature-256: sha256=${createHmac('sha256', WHATSAPP_SECRET).update(body).digest('hex')}`,
    '\r\n',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}

export interface Watch {
  /** Receipts that were read, and all that there are. */
  receipts(): Promise<{ readonly read: number; readonly all: number }>;
  /** Statuses that have reached the row of their message. */
  applied(): Promise<number>;
  close(): Promise<void>;
}

/** Looks into the database over one connection. */
export async function watch({ url }: BenchDatabase): Promise<Watch> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const one = async <Row extends object>(text: string): Promise<Row> => {
    const [row] = (await client.query<Row>(text)).rows;
    if (!row) throw new Error('the database gave no answer');
    return row;
  };
  return {
    receipts: () =>
      one(`SELECT (count(*) FILTER (WHERE state <> 'received'))::int AS read, count(*)::int AS all
           FROM receipt`),
    applied: async () =>
      (
        await one<{ n: number }>(
          'SELECT (count(delivered_at) + count(read_at))::int AS n FROM message',
        )
      ).n,
    close: () => client.end(),
  };
}
