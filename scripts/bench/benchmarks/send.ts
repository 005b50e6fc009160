import os from 'node:os';
import { startChild, type Child } from '../harness/child';
import { cpuPerItem, figuresOf } from '../harness/figures';
import { takeTurns, type Measure, type Plan, type Results, type Run } from '../harness/rounds';
import { median, medianRatio } from '../harness/statistics';
import type { Benchmark } from './benchmark';
import { soak } from './send-soak';
import { openSending, sendAll, type SendStage } from './send-stage';

const SHOPS = 100;
/** Meta's highest pace of one number. */
const PACE = 1_000;
/** Messages due at once, for each second of a round. */
const DUE_A_SECOND = 2_000;
const MICROS = 1_000_000;

/** A message from its queued row to the vendor's answer in that row, over TLS. */
export const send: Benchmark = async (plan) => {
  const stage = await openSending(false);
  const children = await openSenders(stage.env);
  const outcome = await compare(stage, children, plan).finally(async () => {
    await Promise.all(Object.values(children).map((child: Child) => child.stop()));
    await stage.close();
  });
  const soaked = plan.soakMinutes > 0 ? await soak(plan.soakMinutes) : [HOW_TO_SOAK];
  return { ...outcome, notes: [...outcome.notes, ...soaked] };
};

const HOW_TO_SOAK =
  'The steady load for minutes, with an audit of every message afterwards, is `npm run bench -- send --soak 10`; this run left it out.';

interface Senders {
  readonly limit: Child;
  readonly peer: Child;
  readonly gateway: Child;
}

async function openSenders(variables: SendStage['env']): Promise<Senders> {
  const env = { ...variables, ROLE: 'worker', META_URL: variables.WHATSAPP_API_BASE_URL ?? '' };
  return {
    limit: await startChild('scripts/bench/processes/send-limit.ts', { env }),
    peer: await startChild('scripts/bench/processes/send-peer.ts', { env }),
    gateway: await startChild('scripts/bench/processes/send-gateway.ts', { env }),
  };
}

const sending =
  (child: Child): Measure =>
  (seconds) =>
    child.ask<Run>({ kind: 'send', seconds, numbers: SHOPS });

async function compare(stage: SendStage, senders: Senders, plan: Plan): ReturnType<Benchmark> {
  const { limit, peer, gateway } = senders;
  const whole: Measure = (seconds) =>
    sendAll(stage, { people: DUE_A_SECOND * seconds, shops: SHOPS, pace: PACE });
  const results = await takeTurns(
    { limit: sending(limit), peer: sending(peer), ours: whole },
    plan,
  );
  const part = await takeTurns({ limit: sending(limit), ours: sending(gateway) }, plan);
  const calm = await atHalfOf(stage, results, plan);
  const { peakRssMb } = await stage.ours.usage();
  return {
    figures: figuresOf({
      ...{ kind: 'throughput', unit: 'messages/s', results, peakRssMb },
      latencies: calm.latencies,
      growth: await growth(stage, plan),
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: [...NOTES, aboutBounds(results), aboutGateway(part)],
    versions: [stage.database.version],
  };
}

const rates = (runs: readonly Run[] | undefined): readonly number[] =>
  (runs ?? []).map((run) => run.items / run.seconds);

/** How late messages are that become due one after the other, at half of our peak. */
function atHalfOf(stage: SendStage, { ours }: Results, plan: Plan): Promise<Run> {
  const perSecond = median(rates(ours)) / 2;
  return sendAll(stage, {
    ...{ shops: SHOPS, pace: PACE, people: Math.round(perSecond * plan.seconds) },
    dueAfter: `n / ${perSecond}::float8`,
    lead: 2,
  });
}

const NOTES = [
  `Reminders of ${SHOPS} stores, each with a number of its own at ${PACE.toLocaleString('en')} messages a second, a portfolio with a daily limit, approved templates, and people with an abandoned cart, a running recovery and a consent; all are due at once. A message is done when the vendor’s answer is committed to its row.`,
  'Limit: undici’s Pool and JSON.stringify over TLS to a server that answers at once, 128 connections, all in use; no database.',
  'Peer: the built-in fetch, else like the limit.',
  'Ours: the built worker (`ROLE=worker`): the claim of due messages in fair shares, every fact behind each read again (purchase, consent, opt-out, reply, quiet hours, template, number), the person’s turn, the portfolio’s places and the number’s slots taken, the lease committed before the call, the call, its answer written with event and figures.',
  'CPU is that of the contestant’s own process, without the database’s.',
  'p50 and p99 are milliseconds from when a message is due to its answer, at half of our peak; growth is microseconds a message by stores and numbers.',
];

/** Why not more, in microseconds of a core. */
function aboutBounds({ limit, ours }: Results): string {
  const bare = median(rates(limit));
  const left = (2 * MICROS * os.availableParallelism()) / bare;
  const [ownCpu, bareCpu] = [cpuPerItem(ours), cpuPerItem(limit)].map((cpu) =>
    Math.round(cpu ?? 0),
  );
  return `What bounds ours: a message is some tens of probes of indexes for the facts behind it, two updates of a row, each written into six or seven indexes (neither can stay within its page, for partial indexes hang on the state), an event, a place, and its figures. Of that the worker’s part took ${ownCpu} µs of a core here, the bare pool ${bareCpu}; PostgreSQL, the stand-in for WhatsApp and the worker share the cores. Half of the bare pool’s rate would leave ${Math.round(left)} µs of all cores for the three together.`;
}

function aboutGateway({ limit, ours }: Results): string {
  const rate = Math.round(median(rates(ours)));
  const share = medianRatio(rates(ours), rates(limit)).toFixed(2);
  return `The gateway to WhatsApp alone, without the database (pace of each number, limits of time and size, reading of faults): ${rate.toLocaleString('en')} messages/s, ${share} of the limit.`;
}

async function growth(stage: SendStage, plan: Plan): Promise<readonly [number, number][]> {
  const costs: [number, number][] = [];
  for (const shops of [SHOPS, 1_000, 10_000]) {
    const people = Math.max(shops, DUE_A_SECOND * plan.seconds);
    const run = await sendAll(stage, { people, shops, pace: PACE });
    costs.push([shops, (run.seconds / run.items) * 1_000_000]);
  }
  return costs;
}
