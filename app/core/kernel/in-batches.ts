export interface BatchLimits {
  /** Items of a batch. */
  readonly most: number;
  /** Batches at once: while one ends, the next one begins. */
  readonly lanes: number;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does a work for many items at once: what is given while batches run goes into the next one
 * together. When a batch fails, each of its items is done alone, so that one holds back no other;
 * the work must leave nothing behind when it fails.
 * @param work answers a result for each item, in their order
 */
export function inBatches<Item, Result>(
  { most, lanes }: BatchLimits,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let running = 0;

  const run = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await work(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, at) => resolve(results[at] as Result));
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1 && only) only.reject(error);
      else for (const one of batch) await run([one]);
    }
  };
  const runAll = async (): Promise<void> => {
    while (waiting.length > 0) await run(waiting.splice(0, most));
    running -= 1;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (running === lanes) return;
      running += 1;
      setImmediate(() => void runAll());
    });
}
