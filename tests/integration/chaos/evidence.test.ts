import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evidenceOf } from '../../chaos/auditor/evidence';
import type { LedgerLine } from '../../chaos/ledger';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';

let database: TestDatabase;
let client: pg.Client;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-evidence-'));
});
afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const DOMAIN = 'evidence.myshopify.com';

/** Ada and Bruno, with a cart each, as the app has them. */
const ROWS = `
  INSERT INTO shop (id, platform, domain, name, currency, time_zone, locale, country_code, state,
    settings)
  VALUES ('s', 'shopify', '${DOMAIN}', 'Evidence', 'EUR', 'Europe/Rome', 'it', 'IT', 'installed',
    '{}');
  INSERT INTO customer (id, shop_id) VALUES ('ada', 's'), ('bruno', 's');
  INSERT INTO customer_identity (shop_id, kind, value, customer_id)
  VALUES ('s', 'phone', '+393470000001', 'ada'), ('s', 'phone', '+393470000009', 'bruno');
  INSERT INTO receipt (source, external_id, body_hash, shop_id, topic, received_at, claimable_at,
    body)
  VALUES ('shopify', 'w-1', 'h1', 's', 'orders/create', now(), now(), '{"id":501}'),
    ('shopify', 'w-2', 'h2', 's', 'orders/create', now(), now(), '{"id":777}');`;

const LINES: readonly LedgerLine[] = [
  { kind: 'person', person: 1, phone: '+393470000001', country: 'IT', zone: 'Europe/Rome' },
  { kind: 'person', person: 9, phone: '+393470000009', country: 'IT', zone: 'Europe/Rome' },
  { kind: 'cart', cart: 'co1', basket: 'ca1', person: 1, at: 0 },
  { kind: 'cart', cart: 'co9', basket: 'ca9', person: 9, at: 0 },
  { kind: 'change', cart: 'co1', at: 1, items: 1, phone: 'usable' },
  { kind: 'change', cart: 'co9', at: 1, items: 1, phone: 'usable' },
  { kind: 'order', order: '501', cart: null, person: 1, at: 2, minor: 5_000, currency: 'EUR' },
  { kind: 'told', about: 'order', id: '501', at: 3 },
  { kind: 'told', about: 'order', id: '777', at: 3 },
];

test('evidence is all that the world and the app wrote about a person, and nothing of others', async () => {
  await client.query(ROWS);
  const ledger = path.join(folder, 'ledger.ndjson');
  writeFileSync(ledger, LINES.map((line) => `${JSON.stringify(line)}\n`).join(''));

  const told = await evidenceOf({ databaseUrl: database.url, domain: DOMAIN, ledger }, 1);

  expect(told.filter((line) => line.startsWith('world '))).toEqual(
    [0, 2, 4, 6, 7].map((place) => `world ${JSON.stringify(LINES[place])}`),
  );
  const rows = told.filter((line) => line.startsWith('app '));
  expect(rows.map((row) => row.split(' ')[1])).toEqual(['customer_identity', 'receipt']);
  expect(rows.join()).toContain('+393470000001');
  expect(rows.join()).toContain('"external_id":"w-1"');
});
