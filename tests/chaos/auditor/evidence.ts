import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { LedgerLine } from '../ledger';

export interface EvidencePlace {
  readonly databaseUrl: string;
  readonly domain: string;
  readonly ledger: string;
}

const BY_CUSTOMER = [
  'customer_identity',
  'cart',
  'recovery',
  'message',
  'orders',
  'consent_record',
] as const;

const ROWS: readonly (readonly [table: string, text: string])[] = [
  ...BY_CUSTOMER.map(
    (table) => [table, `SELECT * FROM ${table} WHERE customer_id = ANY ($1)`] as const,
  ),
  [
    'recovery_step',
    `SELECT * FROM recovery_step WHERE recovery_id IN (
       SELECT id FROM recovery WHERE customer_id = ANY ($1))`,
  ],
  [
    'domain_event',
    `SELECT * FROM domain_event WHERE subject_id = ANY ($1) OR subject_id IN (
       SELECT id FROM orders WHERE customer_id = ANY ($1)
       UNION ALL SELECT id FROM message WHERE customer_id = ANY ($1)
       UNION ALL SELECT id FROM recovery WHERE customer_id = ANY ($1)
       UNION ALL SELECT id FROM cart WHERE customer_id = ANY ($1))`,
  ],
];

/**
 * All that the world and the app wrote down about a person, a line each: a run's database is gone
 * after it, and whoever looks for the cause of a finding has nothing else.
 */
export async function evidenceOf(place: EvidencePlace, person: number): Promise<string[]> {
  const lines = await ledgerOf(place.ledger, person);
  const phone = lines.flatMap((line) => (line.kind === 'person' ? [line.phone] : []));
  const names = lines.flatMap((line) => {
    if (line.kind === 'order') return [line.order];
    return line.kind === 'cart' ? [line.cart] : [];
  });
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  try {
    const rows = await rowsAbout(client, { domain: place.domain, phone, names });
    return [...lines.map((line) => `world ${JSON.stringify(line)}`), ...rows];
  } finally {
    await client.end();
  }
}

async function ledgerOf(file: string, person: number): Promise<LedgerLine[]> {
  const found: LedgerLine[] = [];
  const names = new Set<string>();
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const line = JSON.parse(text) as LedgerLine;
    if (!isAbout(line, person, names)) continue;
    found.push(line);
    for (const key of ['cart', 'order', 'vendorId'] as const) {
      if (key in line) names.add(line[key as keyof LedgerLine]);
    }
  }
  return found;
}

/** A line names the person, or what an earlier line of the person named. */
function isAbout(line: LedgerLine, person: number, names: ReadonlySet<string>): boolean {
  if ('person' in line) return line.person === person;
  return Object.values(line).some((value) => typeof value === 'string' && names.has(value));
}

interface About {
  readonly domain: string;
  readonly phone: readonly string[];
  readonly names: readonly string[];
}

async function rowsAbout(client: pg.Client, { domain, phone, names }: About): Promise<string[]> {
  const customers = await client.query<{ id: string }>(
    `SELECT customer_id AS id FROM customer_identity WHERE value = ANY ($2)
       AND shop_id = (SELECT id FROM shop WHERE domain = $1)
     UNION SELECT customer_id FROM orders WHERE external_id = ANY ($3) AND customer_id IS NOT NULL
     UNION SELECT customer_id FROM cart WHERE external_id = ANY ($3) AND customer_id IS NOT NULL`,
    [domain, phone, names],
  );
  const ids = customers.rows.map(({ id }) => id);
  const about: string[] = [];
  for (const [table, text] of ROWS) {
    const { rows } = await client.query<{ row: object }>(
      `SELECT to_jsonb(t) AS row FROM (${text}) t`,
      [ids],
    );
    about.push(...rows.map(({ row }) => `app ${table} ${JSON.stringify(row)}`));
  }
  return [...about, ...(await receiptsNaming(client, names))];
}

/** Without their bodies: what they tell is in the ledger. */
async function receiptsNaming(client: pg.Client, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ row: object }>(
    `SELECT to_jsonb(t) - 'body' AS row FROM receipt t
     WHERE EXISTS (SELECT FROM unnest($1::text[]) name
       WHERE position(convert_to(name, 'UTF8') IN t.body) > 0)
     ORDER BY t.received_at, t.id`,
    [names],
  );
  return rows.map(({ row }) => `app receipt ${JSON.stringify(row)}`);
}
