import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { LedgerLine } from '../ledger';
import { addLine, emptyAccount } from './account';
import type { WorldAccount } from './account';
import { auditMoney } from './audit-money';
import { auditSends } from './audit-sends';
import { auditSilence } from './audit-silence';
import { noFindings } from './findings';
import type { Findings } from './findings';
import { readRecords } from './records';
import type { AppRecords } from './records';

/** Compares what the world saw of one shop with what the app's books say. */
export function auditShop(
  account: WorldAccount,
  records: AppRecords,
  endedAt: number,
  findings: Findings,
): void {
  auditSends(account, records, findings);
  auditSilence(account, records, endedAt, findings);
  auditMoney(account, records, findings);
}

export interface Books {
  readonly databaseUrl: string;
  readonly shops: readonly { readonly domain: string; readonly ledger: string }[];
  readonly endedAt: number;
}

/**
 * Audits a run, one shop after the other. It shares no code with the app: it has its own queries,
 * its own reading of the ledgers and its own statement of every rule.
 */
export async function audit({ databaseUrl, shops, endedAt }: Books): Promise<Findings> {
  const findings = noFindings();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const { domain, ledger } of shops) {
      const account = await readLedger(ledger);
      auditShop(account, await readRecords(client, domain), endedAt, findings);
    }
  } finally {
    await client.end();
  }
  return findings;
}

async function readLedger(file: string): Promise<WorldAccount> {
  const account = emptyAccount();
  for await (const line of createInterface({ input: createReadStream(file) })) {
    addLine(account, JSON.parse(line) as LedgerLine);
  }
  return account;
}
