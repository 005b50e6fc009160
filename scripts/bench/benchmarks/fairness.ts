import pg from 'pg';
import type { BenchDatabase } from '../harness/database';
import { figuresOf } from '../harness/figures';
import type { Run } from '../harness/rounds';
import { percentile } from '../harness/statistics';
import type { Benchmark } from './benchmark';
import { DUE_STEPS } from './decide';
import { openSending, type SendStage } from './send-stage';
import { ID, PEOPLE, settle } from './send-people';

/** Steps of the large store that are due at once. */
const PENDING = 1_000_000;
/** As many of them as a worker may come to in the time have all their rows; the others a recovery. */
const WHOLE = 100_000;
/** Steps of the small store, due one after the other. */
const SINGLE = 130;
const EVERY_SECONDS = 0.5;
/** With nobody else at work there is less to see. */
const EVERY_SECONDS_ALONE = 0.1;
/** From the last row to the first single step; the worker is at work on the others by then. */
const LEAD_SECONDS = 5;
/** So that no single step is due before all is there. */
const LATER_SECONDS = 900;
const LOOK_MS = 10;

/** A crowd's people go round its stores by their number. */
const LARGE = 'bench-0';
const SMALL = 'bench-1';

const round = (
  every: number,
): string => `UPDATE bench.person SET shop_id = CASE WHEN n < ${SINGLE} THEN '${SMALL}' ELSE '${LARGE}' END,
  due_after = CASE WHEN n < ${SINGLE} THEN ${LATER_SECONDS} + ${LEAD_SECONDS} + n * ${every} ELSE 0 END`;

/** Due after all of the others. */
const CROWD = [
  `INSERT INTO recovery (shop_id, id, cart_id, steps, state, started_at)
   SELECT '${LARGE}', ${ID}, ${ID}, '[]', 'declined', now() FROM generate_series(${WHOLE}, ${PENDING - 1}) n`,
  `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
   SELECT '${LARGE}', ${ID} || '-0', ${ID}, 0, now() - interval '1 second', 'pending'
   FROM generate_series(${WHOLE}, ${PENDING - 1}) n`,
];

/** The single steps alone, or beside a store with a million due ones. */
async function stageOf({ database }: SendStage, crowded: boolean): Promise<void> {
  await settle(database, { people: crowded ? WHOLE : SINGLE, shops: 2, pace: 80 }, [
    round(crowded ? EVERY_SECONDS : EVERY_SECONDS_ALONE),
    ...PEOPLE,
    ...DUE_STEPS,
    ...(crowded ? CROWD : []),
    'VACUUM ANALYZE message, recovery_step',
  ]);
  // What it took to write all this is no part of how late a step is.
  await database.run(
    `UPDATE recovery_step s SET due_at = now() + (p.due_after - ${LATER_SECONDS}) * interval '1 second'
     FROM bench.person p WHERE p.shop_id = '${SMALL}' AND s.shop_id = p.shop_id
       AND s.id = p.id || '-' || p.step`,
  );
}

const DECIDED = `
  SELECT id, (extract(epoch FROM due_at) * 1000)::float8 AS due FROM recovery_step
  WHERE shop_id = '${SMALL}' AND state IN ('queued', 'skipped', 'cancelled') AND due_at > $1`;

interface Decided {
  readonly id: string;
  readonly due: number;
}

/** Milliseconds of each single step from when it was due to when others can see it decided. */
async function watchSingle({ url }: BenchDatabase, since: Date): Promise<readonly number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const late = new Map<string, number>();
  const end = Date.now() + (LEAD_SECONDS + SINGLE * EVERY_SECONDS + 60) * 1_000;
  try {
    while (late.size < SINGLE && Date.now() < end) {
      const { rows } = await client.query<Decided>(DECIDED, [since]);
      const now = Date.now();
      for (const { id, due } of rows) if (!late.has(id)) late.set(id, now - due);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } finally {
    await client.end();
  }
  if (late.size < SINGLE) throw new Error(`${SINGLE - late.size} single steps were not decided`);
  return [...late.values()];
}

interface Look extends Run {
  /** Of the large store. */
  readonly decided: number;
}

async function look(stage: SendStage, crowded: boolean): Promise<Look> {
  await stageOf(stage, crowded);
  const before = await stage.ours.usage();
  const started = Date.now();
  const latencies = await watchSingle(stage.database, new Date(started));
  const after = await stage.ours.usage();
  const [row] = await stage.database.ask<{ n: number }>(
    `SELECT count(*)::int AS n FROM recovery_step
     WHERE shop_id = '${LARGE}' AND state = 'queued' AND decided_at IS NOT NULL`,
  );
  const decided = row?.n ?? 0;
  if (decided >= WHOLE) throw new Error('the worker came to steps that have no cart');
  return {
    items: SINGLE,
    seconds: (Date.now() - started) / 1_000,
    cpuSeconds: after.cpuSeconds - before.cpuSeconds,
    latencies,
    decided,
  };
}

/** How late a store's steps are while another one has a million of them due. */
export const fairness: Benchmark = async () => {
  const stage = await openSending(false);
  try {
    const limit = await look(stage, false);
    const ours = await look(stage, true);
    const { peakRssMb } = await stage.ours.usage();
    return {
      figures: figuresOf({
        ...{ kind: 'time', unit: 'ms late', peakRssMb },
        results: { limit: [limit], ours: [ours] },
        growth: [
          [0, percentile(limit.latencies, 99)],
          [PENDING, percentile(ours.latencies, 99)],
        ],
      }),
      cpuMicros: { limit: null, peer: null, ours: null },
      notes: notesOf(ours),
      versions: [stage.database.version],
    };
  } finally {
    await stage.close();
  }
};

const notesOf = ({ latencies, decided, seconds }: Look): readonly string[] => [
  `One store has ${PENDING.toLocaleString('en')} steps due at once; of another one ${SINGLE} fall due one after the other, every ${EVERY_SECONDS * 1_000} ms. A step is late from when it is due to when its decision is committed. All of them end in a message with a picture of its own.`,
  'Limit: the same single steps with no other store at work. There is no peer.',
  `Ours: one built worker (\`ROLE=worker\`) with everything that it does, messages and pictures too: of the large store it decided ${decided.toLocaleString('en')} steps in ${Math.round(seconds)} s meanwhile. The latest single step was ${Math.round(Math.max(...latencies)).toLocaleString('en')} ms late.`,
  'Growth is the milliseconds of p99 by the steps that the other store has due. The first steps of the large store have all their rows, the others a recovery only: nobody comes to them in the time.',
];
