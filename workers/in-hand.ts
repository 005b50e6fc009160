/** Whose work it is: a shop that has much of it leaves room for the others. */
export interface Ticket {
  readonly group: string;
  /** What it is about: two works of one subject run one after the other. */
  readonly subject: string;
}

/** Work that was taken from the database and is under way in this process. */
export interface InHand {
  /** How many more may be taken. */
  readonly room: () => number;
  /** How many each group has in hand; groups without any are left out. */
  readonly held: () => ReadonlyMap<string, number>;
  /** Runs the work, which must not throw. */
  readonly start: (ticket: Ticket, work: () => Promise<void>) => void;
  readonly isIdle: () => boolean;
  /** Answers when something in hand has ended; at once when nothing is. */
  readonly change: () => Promise<void>;
  /** Answers when nothing is in hand any more. */
  readonly settled: () => Promise<void>;
}

/** A sweep that leaves work in hand behind it. */
export interface HandWork {
  /** Takes what is due and starts it; answers how much it took. */
  readonly sweep: () => Promise<number>;
  readonly hand: InHand;
}

/** Keeps a bounded number of works under way, so that a slow one holds up only its own group. */
export function createInHand(most: number): InHand {
  const groups = new Map<string, number>();
  const subjects = new Map<string, Promise<void>>();
  let waiting: (() => void)[] = [];
  let running = 0;

  const count = (group: string, by: 1 | -1): void => {
    running += by;
    const held = (groups.get(group) ?? 0) + by;
    if (held > 0) groups.set(group, held);
    else groups.delete(group);
  };
  const ended = (group: string): void => {
    count(group, -1);
    const told = waiting;
    waiting = [];
    told.forEach((tell) => tell());
  };
  const change = (): Promise<void> =>
    running === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
  return {
    room: () => Math.max(0, most - running),
    held: () => groups,
    start({ group, subject }, work) {
      count(group, 1);
      const done: Promise<void> = (subjects.get(subject) ?? Promise.resolve())
        .then(work)
        .finally(() => {
          if (subjects.get(subject) === done) subjects.delete(subject);
          ended(group);
        });
      subjects.set(subject, done);
    },
    isIdle: () => running === 0,
    change,
    settled: async () => {
      while (running > 0) await change();
    },
  };
}
