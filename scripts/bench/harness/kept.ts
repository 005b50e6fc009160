import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './child';
import { describeMachine } from './machine';
import { keptRuns, pageOf, type KeptRun, type Report } from './report';

const FIGURES = path.join(ROOT, 'docs/figures/benchmarks.json');
const PAGE = path.join(ROOT, 'docs/benchmarks.md');

/**
 * Keeps what was measured in the place of each path's run before, and writes the page anew.
 * @param order the paths, as the page tells them
 */
export function keep(report: Report, order: readonly string[]): void {
  const before = existsSync(FIGURES)
    ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as Readonly<Record<string, KeptRun>>)
    : {};
  const day = new Date().toISOString().slice(0, 10);
  const all = { ...before, ...keptRuns(report, { day, machineOf: describeMachine }) };
  const sorted = Object.fromEntries(
    order.flatMap((name) => (all[name] ? [[name, all[name]]] : [])),
  );
  writeFileSync(FIGURES, `${JSON.stringify(sorted, null, 2)}\n`);
  writeFileSync(PAGE, pageOf(sorted));
}
