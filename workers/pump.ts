import type { Logger } from '#boot/logger';

export interface Pump {
  readonly name: string;
  /** Works until nothing is left, after whatever is under way; answers how much was done. */
  run(): Promise<number>;
  /** Looks for work now instead of at the next interval. */
  wake(): void;
  stop(): Promise<void>;
}

export interface PumpOptions {
  readonly name: string;
  /** Milliseconds between looks when nothing wakes it. */
  readonly everyMs: number;
  /** Does one batch; answers how many items it took. Zero: nothing was due. */
  readonly batch: () => Promise<number>;
  /** One batch a look, for work that stays due until a job has taken it. */
  readonly once?: boolean;
  readonly log: Logger;
}

/**
 * Between two looks when wakes come one after the other, milliseconds: a rush wakes once for each of
 * its items, and one look serves them all.
 */
const REST_MS = 20;

interface PumpState {
  stopped: boolean;
  ticking: boolean;
  asked: boolean;
}

const isAsked = (state: PumpState): boolean => state.asked;

/** One sweep at a time: rows in PostgreSQL are the work, this only goes and looks. */
export function startPump(options: PumpOptions): Pump {
  const { name, everyMs, log } = options;
  const state: PumpState = { stopped: false, ticking: false, asked: false };
  const queue = inTurn(() => untilEmpty(options, () => state.stopped));
  let timer: NodeJS.Timeout | undefined;
  let endedAt = -REST_MS;

  const tick = async (): Promise<void> => {
    clearTimeout(timer);
    state.ticking = true;
    state.asked = false;
    try {
      await queue.run();
    } catch (error) {
      log.error({ err: error, pump: name }, 'a sweep failed and will be tried again');
    }
    state.ticking = false;
    endedAt = performance.now();
    if (!state.stopped) timer = setTimeout(() => void tick(), isAsked(state) ? REST_MS : everyMs);
  };
  timer = setTimeout(() => void tick(), 0);

  return {
    name,
    run: queue.run,
    wake: () => {
      if (state.asked) return;
      state.asked = true;
      if (state.ticking || state.stopped) return;
      clearTimeout(timer);
      const rest = Math.max(0, endedAt + REST_MS - performance.now());
      timer = setTimeout(() => void tick(), rest);
    },
    stop: async () => {
      state.stopped = true;
      clearTimeout(timer);
      await queue.settled();
    },
  };
}

/** Batches until one finds nothing; just one for work that stays due until a job has taken it. */
async function untilEmpty(
  { batch, once = false }: PumpOptions,
  isStopped: () => boolean,
): Promise<number> {
  let total = 0;
  while (!isStopped()) {
    const count = await batch();
    total += count;
    if (count === 0 || once) break;
  }
  return total;
}

function inTurn(work: () => Promise<number>) {
  let current: Promise<number> = Promise.resolve(0);
  return {
    run: (): Promise<number> => {
      current = current.then(work, work);
      return current;
    },
    settled: () => current.catch(() => 0),
  };
}
