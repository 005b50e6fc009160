import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describeMachine } from '../../scripts/bench/harness/machine';
import type { Amounts } from './conductor/amounts';
import { PROCESSES } from './conductor/stage';

/** What a run has to tell beyond its figures. */
export interface RunRecord {
  readonly figures: Readonly<Record<string, number | string>>;
  /** From the first webhook until nothing was left to do. */
  readonly seconds: number;
  /** Steps of the clock that the run took. */
  readonly moments: number;
  readonly amounts: Amounts;
}

const FOLDER = path.resolve(import.meta.dirname, '../../docs/figures');

/** Keeps it where `scripts/checks/kept-figures.mjs` reads what the documents tell. */
export function keepRecord(record: RunRecord): void {
  mkdirSync(FOLDER, { recursive: true });
  const machine = { machine: describeMachine([]), cores: os.availableParallelism() };
  const kept = { ...machine, processes: PROCESSES, ...record };
  writeFileSync(path.join(FOLDER, 'chaos.json'), `${JSON.stringify(kept, null, 2)}\n`);
}
