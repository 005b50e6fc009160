import { writeFileSync } from 'node:fs';
import { FAULT_POINTS } from '#boot/fault-point-names';
import { readOrder } from './arguments';
import type { Order } from './arguments';
import { audit } from './auditor/audit';
import { evidenceOf } from './auditor/evidence';
import { RULES } from './auditor/findings';
import type { Findings } from './auditor/findings';
import { amountsOf, workOf, workSince } from './conductor/amounts';
import { createDisturbances, NO_DISTURBANCES } from './conductor/disturbances';
import { runChaos } from './conductor/run';
import { openStage } from './conductor/stage';
import type { Stage } from './conductor/stage';
import { keepRecord } from './record';
import type { RunRecord } from './record';
import { SHOPS } from './script/places';
import { ledgerPath } from './world/ledger-file';

type Run = Extract<Order, { kind: 'run' }>;

interface Outcome {
  readonly findings: Findings;
  readonly stage: Stage;
  readonly missing: readonly string[];
  readonly course: Omit<RunRecord, 'figures'>;
}

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function perform({ carts, seed, isCalm }: Run, stage: Stage): Promise<Outcome> {
  const started = Date.now();
  const since = () => `${Math.round((Date.now() - started) / 1_000)} s`;
  log(`${carts} carts, seed ${seed}, queue on ${stage.queue.kind}`);
  const disturbances = isCalm ? NO_DISTURBANCES : createDisturbances(stage, seed);
  const idle = workOf(stage);
  const report = await runChaos(stage, disturbances, (line) => log(`${since()}, ${line}`));
  const course = {
    seconds: (Date.now() - started) / 1_000,
    moments: report.counts['moments'] ?? 0,
    amounts: await amountsOf(stage),
  };
  // Processes that die take their count with them.
  if (isCalm) log(`CPU seconds: ${JSON.stringify(workSince(idle, workOf(stage)))}`);
  await stage.world.tell({ kind: 'close' });
  log(`${since()}, the run is over: ${JSON.stringify(report.counts)}`);
  const findings = await audit({
    databaseUrl: stage.database.url,
    endedAt: report.endedAt,
    shops: SHOPS.map(({ domain, number }) => ({
      domain,
      ledger: ledgerPath(stage.folder, number),
    })),
  });
  return { findings, stage, missing: report.missing, course };
}

/** The figures, exactly as they are asked for. */
const figuresOf = ({ carts, seed }: Run, { findings, stage }: Outcome) => ({
  carts,
  seed: /^\d{1,15}$/.test(seed) ? Number(seed) : seed,
  ...Object.fromEntries(RULES.map((rule) => [rule, findings[rule].count])),
  ambiguous: findings.ambiguous.count,
  kills: [...stage.points.hit.values()].reduce((sum, times) => sum + times, 0),
  faultPointsHit: stage.points.hit.size,
  faultPointsKnown: FAULT_POINTS.length,
});

/** What failed, each with examples; nothing when all is well. */
function complaintsOf({ findings, missing, stage }: Outcome): string[] {
  const broken = RULES.filter((rule) => findings[rule].count > 0).map(
    (rule) => `✗ ${rule}: ${findings[rule].count}\n    ${findings[rule].examples.join('\n    ')}`,
  );
  const notHit = missing.length > 0 ? [`✗ no process died at: ${missing.join(', ')}`] : [];
  const { unknown } = stage.points;
  const strange = unknown.size > 0 ? [`✗ points without a name: ${[...unknown].join(', ')}`] : [];
  return [...broken, ...notHit, ...strange];
}

/** People about whom all that is known is told when a rule was broken. */
const MOST_PEOPLE = 3;

async function evidence({ findings, stage }: Outcome): Promise<string[]> {
  const people = new Set(RULES.flatMap((rule) => [...findings[rule].people]));
  const told: string[] = [];
  for (const person of [...people].slice(0, MOST_PEOPLE)) {
    const { domain, number } = SHOPS[person % SHOPS.length]!;
    const place = { domain, ledger: ledgerPath(stage.folder, number) };
    const lines = await evidenceOf({ ...place, databaseUrl: stage.database.url }, person);
    told.push(`what is known of person ${person}:`, ...lines);
  }
  return told;
}

/** The rules, and that every known point was hit and no other was passed. */
const CHECKS = RULES.length + 2;

async function main(): Promise<void> {
  const order = readOrder(process.argv.slice(2));
  if (order.kind === 'refused') {
    process.stderr.write(`${order.sentence}\n`);
    process.exitCode = 2;
    return;
  }
  const stage = await openStage(order.seed, order.carts);
  try {
    const outcome = await perform(order, stage);
    const figures = figuresOf(order, outcome);
    const complaints = complaintsOf(outcome);
    if (order.isKept) keepRecord({ ...outcome.course, figures });
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
    if (order.json !== null) writeFileSync(order.json, `${JSON.stringify(figures, null, 2)}\n`);
    for (const line of await evidence(outcome)) process.stdout.write(`${line}\n`);
    for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
    const { length: failed } = complaints;
    process.stdout.write(`${CHECKS - failed} passed, ${failed} failed, 0 skipped\n`);
    process.exitCode = failed === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

await main();
// What is left (connections of a server that was stopped) has nothing more to say.
process.exit();
