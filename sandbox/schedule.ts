/** Work that happens a little later in real time, and at once when the clock is moved. */
export interface Schedule {
  /** Runs the work after `ms` of real time. A retry is not hurried twice by one flush. */
  after: (ms: number, run: () => Promise<void>, isRetry?: boolean) => void;
  /** Does everything that waits, in order of its due time, including what that work adds. */
  flush: () => Promise<void>;
  /** How much first-time work waits or runs. */
  pending: () => number;
  clear: () => void;
}

interface Task {
  dueAt: number;
  order: number;
  isRetry: boolean;
  run: () => Promise<void>;
  timer: NodeJS.Timeout;
}

const MAX_TASKS_A_FLUSH = 100_000;

export function createSchedule(onFault: (error: unknown) => void): Schedule {
  const waiting = new Set<Task>();
  const running = new Set<Promise<void>>();
  let order = 0;

  const start = (task: Task): Promise<void> => {
    clearTimeout(task.timer);
    waiting.delete(task);
    const work = task.run().catch(onFault);
    running.add(work);
    return work.finally(() => running.delete(work));
  };

  return {
    after: (ms, run, isRetry = false) => {
      order += 1;
      const task: Task = {
        dueAt: Date.now() + ms,
        order,
        isRetry,
        run,
        timer: setTimeout(() => void start(task), ms),
      };
      task.timer.unref();
      waiting.add(task);
    },
    flush: async () => {
      const startedAt = order;
      for (let count = 0; count < MAX_TASKS_A_FLUSH; count += 1) {
        const next = nextTask(waiting, startedAt);
        if (next !== null) await start(next);
        else if (running.size > 0) await Promise.all(running);
        else return;
      }
      throw new Error('The sandbox has more waiting deliveries than it can do in one step.');
    },
    pending: () => running.size + [...waiting].filter((task) => !task.isRetry).length,
    clear: () => dropAll(waiting),
  };
}

function dropAll(waiting: Set<Task>): void {
  for (const task of waiting) clearTimeout(task.timer);
  waiting.clear();
}

function nextTask(waiting: Set<Task>, startedAt: number): Task | null {
  let first: Task | null = null;
  for (const task of waiting) {
    if (task.isRetry && task.order > startedAt) continue;
    if (first === null || comesBefore(task, first)) first = task;
  }
  return first;
}

function comesBefore(a: Task, b: Task): boolean {
  return a.dueAt === b.dueAt ? a.order < b.order : a.dueAt < b.dueAt;
}
