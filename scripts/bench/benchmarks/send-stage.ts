import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { certificateForLoopback } from '../harness/certificate';
import { startChild, type Child } from '../harness/child';
import { openDatabase, type BenchDatabase } from '../harness/database';
import type { Run } from '../harness/rounds';
import { startProduct } from './product';
import { gather, type Crowd } from './send-people';

export interface SendStage {
  readonly database: BenchDatabase;
  /** Meta's side. */
  readonly server: Child;
  /** What a process needs to send to it: the product's variables. */
  readonly env: Readonly<Record<string, string>>;
  /** A worker of the product, which sends whatever is due. */
  readonly ours: Child;
  close(): Promise<void>;
}

/** @param ledger whether the server writes down what it takes, which costs it time */
export async function openSending(ledger: boolean): Promise<SendStage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-bench-'));
  const { key, cert } = certificateForLoopback(new Date());
  const trusted = path.join(folder, 'cert.pem');
  writeFileSync(trusted, cert);
  const server = await startChild('scripts/bench/processes/send-server.ts', {
    env: { TLS_KEY: key, TLS_CERT: cert, ...(ledger ? { LEDGER: 'yes' } : {}) },
  });
  const env = {
    NODE_EXTRA_CA_CERTS: trusted,
    WHATSAPP_API_BASE_URL: `https://127.0.0.1:${String(server.ready)}`,
  };
  const database = await openDatabase();
  const { child: ours } = await startProduct(database.url, 'worker', env);
  return {
    ...{ database, server, env, ours },
    close: async () => {
      await Promise.all([server.stop(), ours.stop()]);
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Sent {
  /** Milliseconds since 1970. */
  readonly first_claim: number;
  readonly sent: number;
  /** Milliseconds of each message from when it was due to when its answer came. */
  readonly lateness: readonly number[];
}

const SENT = `
  SELECT (extract(epoch FROM min(attempted_at)) * 1000)::float8 AS first_claim,
    count(*)::int AS sent,
    array_agg((extract(epoch FROM sent_at - next_attempt_at) * 1000)::float8) AS lateness
  FROM message m JOIN bench.person p ON p.shop_id = m.shop_id AND p.id = m.id WHERE m.state = 'sent'`;

const OPEN = `SELECT EXISTS (SELECT FROM message WHERE state = 'queued')
  OR EXISTS (SELECT FROM message WHERE state IN ('sending', 'unknown')) AS open`;

const LOOK_MS = 25;
/** After so many looks at the vendor's side the rows are looked at all the same. */
const LOOKS_OF_VENDOR = 40;

/** From the first claim to when the answer of the last message is in its row, for others to see. */
export async function sendAll(stage: SendStage, crowd: Crowd): Promise<Run> {
  const { database, server, ours } = stage;
  const before = await ours.usage();
  const taken = () => server.ask<number>({ kind: 'taken' });
  const all = (await taken()) + crowd.people;
  await gather(database, crowd);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await untilAnswered(client, async () => (await taken()) >= all);
    const ended = Date.now();
    const after = await ours.usage();
    const { rows } = await client.query<Sent>(SENT);
    const [sent] = rows;
    if (sent?.sent !== crowd.people) {
      throw new Error(`${crowd.people} messages were due, ${sent?.sent ?? 0} were sent`);
    }
    return {
      items: sent.sent,
      seconds: (ended - sent.first_claim) / 1_000,
      cpuSeconds: after.cpuSeconds - before.cpuSeconds,
      latencies: sent.lateness,
    };
  } finally {
    await client.end();
  }
}

/** The vendor is asked before the rows are: looking through those would slow down who writes them. */
async function untilAnswered(client: pg.Client, allTaken: () => Promise<boolean>): Promise<void> {
  for (let look = 1; ; look += 1) {
    if ((await allTaken()) || look % LOOKS_OF_VENDOR === 0) {
      const { rows } = await client.query<{ open: boolean }>(OPEN);
      if (!rows[0]?.open) return;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
