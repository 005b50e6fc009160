import { WORLD_HOURS, HOUR, MINUTE } from '../script/plan';
import type { Disturbances } from './disturbances';
import type { Progress } from '../world/world-process';
import { openShops } from './merchant';
import { dueRows, nextDueAt, SOON_MS } from './rows';
import type { Stage } from './stage';

export interface RunReport {
  readonly endedAt: number;
  readonly missing: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** The clock's steps; within one everything happens at once. */
const STEP = 60 * MINUTE;
/** Far from the real time, so that a stamp's time line is never in doubt. */
const AWAY = 60 * 24 * HOUR;
/** The hour at which every script begins, UTC. */
const MORNING = 6 * HOUR;
/** Messages without an answer are given up after a day; then nothing may be left. */
const SETTLING_HOURS = 60;
const MOST_ENCORES = 6;
const ENCORE_CARTS = 60;
/** Real time after which a moment whose work does not end counts as stuck. */
const STUCK_MS = 10 * MINUTE;
const LOOK_MS = 100;

const simulatedNow = ({ clock }: Stage): number => Date.now() + clock.aheadMs;

/** Plays the whole script, with everything that goes wrong in it. */
export async function runChaos(
  stage: Stage,
  disturbances: Disturbances,
  log: (line: string) => void,
): Promise<RunReport> {
  await openShops(stage.webs[0]!);
  const beginsAt = Math.ceil((Date.now() + AWAY) / (24 * HOUR)) * 24 * HOUR + MORNING;
  await moveClocks(stage, beginsAt);
  await stage.world.tell({ kind: 'begin', at: beginsAt });
  const run = { stage, disturbances, beginsAt, log };
  const script = await playOut(run, { from: beginsAt, moment: 0 });
  const { counts, moment } = await encores(run, script);
  await finish(stage);
  return {
    endedAt: simulatedNow(stage),
    missing: disturbances.missing(),
    counts: { ...counts, ...disturbances.counts, moments: moment },
  };
}

interface Played {
  readonly moment: number;
  readonly counts: Progress['counts'];
}

/** Plays until nothing is to come any more. */
async function playOut(run: Run, { from, moment: first }: { from: number; moment: number }) {
  const { stage, log } = run;
  const lastAt = from + (WORLD_HOURS + SETTLING_HOURS) * HOUR;
  let [moment, sweptAt] = [first, 0];
  let counts: Progress['counts'] = { sent: 0, failed: 0, lost: 0 };
  for (let at: number | null = from; at !== null; moment += 1) {
    const isSwept = at - sweptAt >= HOUR;
    if (isSwept) sweptAt = at;
    const progress = await playMoment(run, moment, at, isSwept);
    counts = progress.counts;
    if (moment % 10 === 0) log(describe(run, at, counts));
    at = await nextMoment(stage, progress.nextAt, at, lastAt);
  }
  return { moment, counts };
}

/** A few shoppers more as long as there are points that nobody has died at. */
async function encores(run: Run, script: Played): Promise<Played> {
  let played = script;
  for (let round = 0; round < MOST_ENCORES && run.disturbances.missing().length > 0; round += 1) {
    run.log(`an encore for: ${run.disturbances.missing().join(', ')}`);
    await run.stage.world.tell({ kind: 'encore', carts: ENCORE_CARTS });
    const from = simulatedNow(run.stage) + STEP;
    played = await playOut(run, { from, moment: played.moment });
  }
  return played;
}

interface Run {
  readonly stage: Stage;
  readonly disturbances: Disturbances;
  readonly beginsAt: number;
  readonly log: (line: string) => void;
}

function describe({ stage, beginsAt, disturbances }: Run, at: number, counts: object): string {
  const hours = Math.round((at - beginsAt) / HOUR);
  return `${hours} h: ${JSON.stringify(counts)}, ${stage.points.hit.size} points hit, ${disturbances.missing().length} to go`;
}

/** The world acts, the workers work and something breaks, all at once; then all that is due is done. */
async function playMoment(
  { stage, disturbances }: Run,
  moment: number,
  at: number,
  isSwept: boolean,
) {
  await allUp(stage);
  await disturbances.prepare(moment);
  const clocks = moveClocks(stage, at);
  const world = stage.world.tell({ kind: 'advance', to: at });
  const strike = disturbances.strike(moment);
  if (isSwept) await stage.workers[moment % stage.workers.length]?.control('sweep', {});
  await strike;
  const progress = await world;
  await clocks;
  await untilQuiet(stage);
  return progress;
}

/**
 * A process that is still being started misses the clock's step: it would work by the time of before,
 * which can be many hours ago, and no machine's clock lags like that.
 */
async function allUp({ webs, workers }: Stage): Promise<void> {
  await Promise.all([...webs, ...workers].map((each) => each.up()));
}

/** All processes' clocks; workers answer when they have done what is due by then. */
async function moveClocks({ clock, webs, workers }: Stage, at: number): Promise<void> {
  clock.aheadMs = Math.max(clock.aheadMs, at - Date.now());
  const to = new Date(at).toISOString();
  await Promise.all([...webs, ...workers].map((each) => each.control('clock', { to })));
}

/** Has workers work until nothing is due, however often they die at it; one that lives is enough. */
async function untilQuiet(stage: Stage): Promise<void> {
  await Promise.all(stage.webs.map((each) => each.up()));
  for (const since = Date.now(); ;) {
    const due = await dueRows(stage.database, simulatedNow(stage));
    if (Object.keys(due).length === 0) return;
    if (Date.now() - since > STUCK_MS) throw new Error(`work is stuck: ${JSON.stringify(due)}`);
    await Promise.race(stage.workers.map((each) => each.up()));
    // Steps that waited for receipts look again soon.
    const isWaiting = Object.keys(due).every((kind) => kind === 'steps');
    await moveClocks(stage, simulatedNow(stage) + (isWaiting ? SOON_MS : 0));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** The next step of the clock at which anything can happen; null when all is over. */
async function nextMoment(
  stage: Stage,
  worldAt: number | null,
  at: number,
  lastAt: number,
): Promise<number | null> {
  const rows = await nextDueAt(stage.database);
  const due = [worldAt, rows].filter((one) => one !== null);
  if (due.length === 0) return null;
  const earliest = Math.max(at + STEP, simulatedNow(stage));
  const next = Math.max(earliest, Math.min(...due));
  return next > lastAt ? null : Math.ceil(next / STEP) * STEP;
}

/** Lost webhooks are looked for once more, and what that brings is done. */
async function finish(stage: Stage): Promise<void> {
  for (let time = 0; time < 2; time += 1) {
    await allUp(stage);
    await moveClocks(stage, simulatedNow(stage) + 2 * HOUR);
    for (const worker of stage.workers) await worker.control('sweep', {});
    await untilQuiet(stage);
  }
}
