import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { certificateForLoopback } from '../harness/certificate';
import { startChild, type Child } from '../harness/child';
import { cpuPerItem, figuresOf } from '../harness/figures';
import { takeTurns, type Measure, type Plan, type Run } from '../harness/rounds';
import type { Benchmark } from './benchmark';

const NUMBERS = 100;

interface Senders {
  readonly server: Child;
  readonly limit: Child;
  readonly peer: Child;
  readonly ours: Child;
}

async function openSenders(folder: string): Promise<Senders> {
  const { key, cert } = certificateForLoopback(new Date());
  const trusted = path.join(folder, 'cert.pem');
  writeFileSync(trusted, cert);
  const server = await startChild('scripts/bench/processes/send-server.ts', {
    env: { TLS_KEY: key, TLS_CERT: cert },
  });
  const env = {
    NODE_EXTRA_CA_CERTS: trusted,
    META_URL: `https://127.0.0.1:${String(server.ready)}`,
  };
  return {
    server,
    limit: await startChild('scripts/bench/processes/send-limit.ts', { env }),
    peer: await startChild('scripts/bench/processes/send-peer.ts', { env }),
    ours: await startChild('scripts/bench/processes/send-ours.ts', { env }),
  };
}

/** A message from its rendered parameters to Meta's answer, over TLS. */
export const send: Benchmark = async (plan) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-bench-'));
  const senders = await openSenders(folder);
  try {
    return await compare(senders, plan);
  } finally {
    await Promise.all(Object.values(senders).map((sender: Child) => sender.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
};

const sending =
  (child: Child, numbers = NUMBERS): Measure =>
  (seconds) =>
    child.ask<Run>({ kind: 'send', seconds, numbers });

async function compare({ limit, peer, ours }: Senders, plan: Plan): ReturnType<Benchmark> {
  const results = await takeTurns(
    { limit: sending(limit), peer: sending(peer), ours: sending(ours) },
    plan,
  );
  const { peakRssMb } = await ours.usage();
  return {
    figures: figuresOf({
      ...{ kind: 'throughput', unit: 'messages/s', results, peakRssMb },
      growth: await growth(ours, plan),
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [
      'A template message over TLS to a server that answers at once, 128 connections, all in use.',
      'Limit: undici’s Pool and JSON.stringify.',
      'Peer: the built-in fetch.',
      'Ours: the product’s gateway to WhatsApp with the pace of each number, limits of time and size, and the reading of faults. The claim and the facts that are read again before a send are the database’s part and not in it.',
      'Growth is microseconds a message by the count of sending numbers (shops).',
    ],
  };
}

async function growth(ours: Child, plan: Plan): Promise<readonly [number, number][]> {
  const costs: [number, number][] = [];
  for (const numbers of [NUMBERS, 1_000, 10_000]) {
    const run = await sending(ours, numbers)(plan.seconds);
    costs.push([numbers, (run.seconds / run.items) * 1_000_000]);
  }
  return costs;
}
