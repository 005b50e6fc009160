import { writeFileSync } from 'node:fs';
import type { Outcome } from './benchmarks/benchmark';
import { BENCHMARKS } from './benchmarks/list';
import { readOrder, type Order } from './harness/arguments';
import { describeMachine } from './harness/machine';
import { keep } from './harness/kept';
import { figuresByName, notesOf, tableOf, type Report } from './harness/report';

const known = Object.keys(BENCHMARKS);

async function measure({ names, plan }: Extract<Order, { kind: 'run' }>): Promise<Report> {
  const outcomes: Record<string, Outcome> = {};
  for (const name of names) {
    process.stderr.write(`Measuring ${name} …\n`);
    const outcome = await BENCHMARKS[name]?.(plan);
    if (outcome) outcomes[name] = outcome;
  }
  const versions = Object.values(outcomes).flatMap((outcome) => outcome.versions ?? []);
  const { rounds, seconds } = plan;
  return { outcomes, machine: describeMachine(versions), rounds, seconds };
}

async function main(): Promise<void> {
  const order = readOrder(process.argv.slice(2), known);
  if (order.kind === 'refused') {
    process.stderr.write(`${order.sentence}\n`);
    process.exitCode = 2;
    return;
  }
  const report = await measure(order);
  process.stdout.write(`${tableOf(report)}\n\n${report.machine}\n\n${notesOf(report)}\n`);
  if (order.json !== null) {
    writeFileSync(order.json, `${JSON.stringify(figuresByName(report), null, 2)}\n`);
  }
  if (order.isKept) keep(report, known);
}

await main();
